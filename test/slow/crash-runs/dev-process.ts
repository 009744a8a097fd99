// `lamp dev` as its users start it, on a store that outlives it, and killed as nobody ever should.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { FastClock } from "./fast-clock.ts";

/** Where everything is. */
export interface Place {
  /** The project. */
  readonly folder: string;
  /** The command's path. */
  readonly command: string;
  readonly clock: FastClock;
}

const variablesOf = ({ folder, clock }: Place) => ({
  ...{ PATH: process.env["PATH"] ?? "", HOME: folder, LAMP_BY: "crash" },
  ...clock.variables(),
});

export class DevProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #clock: FastClock;
  #said = "";

  constructor(place: Place) {
    this.#clock = place.clock;
    this.#child = spawn(process.execPath, [place.command, "dev", "--port", "0"], {
      ...{ cwd: place.folder, env: variablesOf(place), detached: true },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "exit");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.#said = (this.#said + text.toString()).slice(-6_000);
      });
    }
  }

  /** Since when it fires, by the clock; undefined when it was killed before. */
  async firing(): Promise<number | undefined> {
    while (this.alive && !this.#said.includes("engine  http")) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.alive ? this.#clock.now() : undefined;
  }

  /** The file is in force. */
  async synced(): Promise<void> {
    while (this.alive && !/synced|up to date|no changes|nothing to/i.test(this.#said)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get said(): string {
    return this.#said;
  }

  /** The engine and whatever is of its process group, at once. Resolves with when it was gone. */
  async kill(): Promise<number> {
    if (this.alive && this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGKILL");
    await this.#ended;
    if (this.#child.signalCode !== "SIGKILL") throw new Error(`lamp dev ended by itself: ${this.#said}`);
    return this.#clock.now();
  }
}

/** One command against the engine that runs, or one of its own. */
export async function lamp(place: Place, ...words: string[]): Promise<string> {
  const options = { cwd: place.folder, env: variablesOf(place) };
  const child = spawn(process.execPath, [place.command, ...words], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`lamp ${words.join(" ")} ended with ${code}: ${err}`);
  return out;
}

/** The last line may be half a line: its writer was killed. */
export const linesOf = <T>(path: string): readonly T[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);
