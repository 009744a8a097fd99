// Whether the store's files are still those that were opened, asked before every commit at the cost of one look at the folder.
import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../../core/clock.ts";
import type { Paths } from "./verify.ts";

/** A folder's times move on in steps of some milliseconds: two changes within one look like one. */
const STEP_MS = 100;

/**
 * A file that goes, comes or is replaced changes the times of its folder; only then the files themselves are looked at.
 * They are left alone otherwise also because Linux (6.13 and later) writes a file's time anew with each write that
 * follows a look at it, and the sync after that write then has to wait for the file system's journal too.
 */
export class Presence {
  readonly #paths: Pick<Paths, "database" | "log">;
  readonly #clock: Pick<Clock, "now">;
  readonly #folder: string;
  readonly #database: number | undefined;
  #log: number | undefined;
  #seen: Stats | undefined;

  constructor(paths: Pick<Paths, "database" | "log">, clock: Pick<Clock, "now"> = systemClock) {
    this.#paths = paths;
    this.#clock = clock;
    this.#folder = dirname(paths.database);
    this.#database = lookAt(paths.database)?.ino;
  }

  /** The path of what is gone or was replaced; undefined while all is there. */
  missing(): string | undefined {
    const folder = lookAt(this.#folder);
    if (folder && this.#seen && isSame(folder, this.#seen)) return undefined;
    this.#seen = undefined;
    if (lookAt(this.#paths.database)?.ino !== this.#database) return this.#paths.database;
    const log = lookAt(this.#paths.log)?.ino;
    // SQLite makes it with the first write.
    this.#log ??= log;
    if (log !== this.#log) return this.#paths.log;
    if (folder && this.#clock.now() - folder.ctimeMs > STEP_MS) this.#seen = folder;
    return undefined;
  }
}

const lookAt = (path: string) => statSync(path, { throwIfNoEntry: false });

const isSame = (one: Stats, other: Stats) =>
  one.ino === other.ino && one.ctimeMs === other.ctimeMs && one.mtimeMs === other.mtimeMs;
