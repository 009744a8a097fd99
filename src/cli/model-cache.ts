// The model of an earlier command, for as long as nothing differs of what it was made from: parsing is most of a short
// command's time. Deleting the cache costs that time and nothing else.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { LoadResult } from "../manifest/load-model.ts";
import type { Reader } from "../manifest/reader.ts";

type Loaded = Extract<LoadResult, { readonly ok: true }>;

/** One question that the loading asked of the disk, and the answer it got. */
type Asked = { readonly [Door in keyof Reader]: readonly [Door, string, ReturnType<Reader[Door]>] }[keyof Reader];

interface Entry {
  readonly build: string;
  readonly file: string;
  readonly environment: string;
  readonly asked: readonly Asked[];
  readonly loaded: Loaded;
}

export interface ModelCache {
  /** undefined where any answer would now be another, or where there is nothing to be had. */
  find(file: string, environment: string, reader: Reader): Loaded | undefined;
  keep(file: string, environment: string, asked: readonly Asked[], loaded: Loaded): void;
}

/** Changes with the code (the built file's name holds its hash) and with Node, which brings the time zones. */
const BUILD = `${import.meta.url} ${process.version}`;
const NO_CACHE: ModelCache = { find: () => undefined, keep: () => {} };

/** `variables` name the user's own cache folder, as the XDG base directories do; without one, or from sources, none is kept. */
export function modelCache(variables: Readonly<Record<string, string | undefined>>): ModelCache {
  const { XDG_CACHE_HOME, HOME } = variables;
  const base = XDG_CACHE_HOME || (HOME && join(HOME, ".cache"));
  if (!base || import.meta.url.endsWith(".ts")) return NO_CACHE;
  const placeOf = (file: string, environment: string) =>
    join(base, "lamplighter", `${encodeURIComponent(`${file} ${environment}`).slice(-LONGEST_NAME)}.model`);
  return {
    find(file, environment, reader) {
      const entry = entryAt(placeOf(file, environment));
      if (entry?.build !== BUILD || entry.file !== file || entry.environment !== environment) return undefined;
      return entry.asked.every((one) => isUnchanged(one, reader)) ? entry.loaded : undefined;
    },
    keep(file, environment, asked, loaded) {
      // What a file takes from elsewhere may change without it, and may be secret.
      const takesFromElsewhere = asked.some(
        ([door, , answer]) => door === "read" && answer && bytes(answer).includes("${"),
      );
      if (!takesFromElsewhere) write(placeOf(file, environment), { build: BUILD, file, environment, asked, loaded });
    },
  };
}

/** The end of a long name tells projects apart better than its beginning; the entry itself says whose it is. */
const LONGEST_NAME = 200;

/** The same reader, which keeps what it was asked, each question once. */
export function recording(reader: Reader): { readonly reader: Reader; readonly asked: Asked[] } {
  const asked = new Map<string, Asked>();
  const note = <Door extends keyof Reader>(door: Door, path: string) => {
    const answer = reader[door](path) as ReturnType<Reader[Door]>;
    asked.set(`${door} ${path}`, [door, path, answer] as unknown as Asked);
    return answer;
  };
  return {
    reader: {
      read: (path) => note("read", path),
      exists: (path) => note("exists", path),
      realpath: (path) => note("realpath", path),
      list: (path) => note("list", path),
    },
    get asked() {
      return [...asked.values()];
    },
  };
}

function isUnchanged([door, path, answer]: Asked, reader: Reader): boolean {
  try {
    if (door === "read") {
      const content = reader.read(path);
      return content === undefined || answer === undefined ? content === answer : bytes(content).equals(bytes(answer));
    }
    if (door === "list") return reader.list(path).join("/") === answer.join("/");
    return reader[door](path) === answer;
  } catch {
    return false;
  }
}

const bytes = (content: Uint8Array | string): Buffer =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.length);

function entryAt(place: string): Entry | undefined {
  try {
    return deserialize(readFileSync(place)) as Entry;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, for its owner alone; a folder that cannot be written to is no failure of the command. */
function write(place: string, entry: Entry): void {
  try {
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    const draft = `${place}.${process.pid}`;
    writeFileSync(draft, serialize(entry), { mode: 0o600 });
    renameSync(draft, place);
  } catch {
    // The next command parses again.
  }
}
