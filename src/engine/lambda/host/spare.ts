// A process that has started its runtime and waits to be told for which function: most of a cold start is done before it is
// asked for. One at most, for the memory that was last asked for, and only while nothing else is to do.
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { processVariables } from "./child-variables.ts";
import type { FunctionSpec } from "./invocation.ts";
import { processFile } from "./leftovers.ts";
import { endProcesses } from "./processes.ts";
import type { RuntimeCommand } from "./runtime-command.ts";
import { type StartedProcess, startProcess } from "./start-process.ts";
import type { Warden } from "./warden.ts";

/** So long after the last work, as a spare process must not slow down what it is to speed up. */
const QUIET_MS = 1_000;

/** Read by Node and the libraries beneath it while they start, thus too early for what a function's variables say. */
const READ_AT_START = /^(NODE_|LD_|LC_|UV_|V8_|ICU_|SSL_|OPENSSL_|MALLOC_|GLIBC_)|^(LANG|LANGUAGE|TZ|TZDIR|LOCPATH)$/;

interface SparePlace {
  readonly temporaryRoot: string;
  readonly warden: Warden;
  /** Nothing runs or starts, and there is room for one more process. */
  isQuiet(): boolean;
}

interface Waiting {
  readonly started: StartedProcess;
  readonly command: RuntimeCommand;
  readonly since: number;
  /** It ended by itself. */
  readonly gone: () => void;
}

export class Spare {
  readonly #place: SparePlace;
  /** With which the next function is likely to be started. */
  #command: RuntimeCommand | undefined;
  #waiting: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(place: SparePlace) {
    this.#place = place;
  }

  /** A function was started with this command: the next may be too, once it is quiet. */
  wanted(command: RuntimeCommand): void {
    if (command.speaks === "messages") this.#command = command;
  }

  /** Something ended, which may have been the last that ran. */
  considerNow(): void {
    if (!this.#command) return;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#consider(), QUIET_MS).unref();
  }

  /** The process, if there is one that is as if it had been started for this function. */
  take(command: RuntimeCommand, spec: FunctionSpec): StartedProcess | undefined {
    const waiting = this.#waiting;
    if (!waiting || !isSame(command, waiting.command) || Object.keys(spec.variables).some(isReadAtStart))
      return undefined;
    this.#waiting = undefined;
    const { started, gone } = waiting;
    started.child.off("exit", gone).off("error", gone);
    for (const part of partsOf(started)) part.ref();
    return started;
  }

  get count(): 0 | 1 {
    return this.#waiting ? 1 : 0;
  }

  /** Ends one that waits since before this moment, and makes no other until a function was started again. */
  drop(before = Number.POSITIVE_INFINITY): void {
    if (!this.#waiting || this.#waiting.since >= before) return;
    this.#end();
    this.#command = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#command = undefined;
    this.#end();
  }

  #end(): void {
    const { child, temporary } = this.#waiting?.started ?? {};
    this.#waiting = undefined;
    if (child?.pid !== undefined && temporary !== undefined) endProcesses([{ processId: child.pid, temporary }]);
  }

  #consider(): void {
    const command = this.#command;
    this.#timer = undefined;
    if (!command || !this.#place.isQuiet() || (this.#waiting && isSame(command, this.#waiting.command))) return;
    this.#end();
    const temporary = join(this.#place.temporaryRoot, randomUUID());
    try {
      mkdirSync(temporary, { recursive: true });
      this.#start(command, temporary);
    } catch {
      // No disk, process or descriptor to spare: then there is no spare process.
      rmSync(temporary, { recursive: true, force: true });
    }
  }

  #start(command: RuntimeCommand, temporary: string): void {
    const variables = processVariables(command, temporary);
    const started = startProcess({
      ...this.#place,
      command,
      words: ["spare"],
      folder: temporary,
      variables,
      temporary,
    });
    const { child } = started;
    const gone = () => {
      if (this.#waiting?.started === started) this.#waiting = undefined;
      if (child.pid !== undefined) this.#place.warden.forget(child.pid);
      rmSync(temporary, { recursive: true, force: true });
      rmSync(processFile(temporary), { force: true });
    };
    child.once("exit", gone).once("error", gone);
    for (const part of partsOf(started)) part.unref();
    this.#waiting = { started, command, since: performance.now(), gone };
  }
}

const isReadAtStart = (variable: string) => READ_AT_START.test(variable);

const isSame = (one: RuntimeCommand, other: RuntimeCommand) =>
  one.program === other.program && one.args.join("\0") === other.args.join("\0");

/** What keeps an engine's process alive that has nothing else to do. */
function partsOf({ child }: StartedProcess): { ref(): void; unref(): void }[] {
  return [child, ...child.stdio.filter((stream) => stream !== null && stream !== undefined)] as Socket[];
}
