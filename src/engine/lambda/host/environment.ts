// One execution environment: a child process, its Runtime API, its output, and its end. Time here is real time on purpose:
// a process runs, hangs and is killed in the machine's time, whatever the engine's clock shows.
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { cannotStart } from "./cannot-start.ts";
import { copyFolder } from "./copy-folder.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import { exitReason } from "./exit-reason.ts";
import type { Ending, FunctionSpec } from "./invocation.ts";
import { processFile } from "./leftovers.ts";
import { residentMb } from "./memory.ts";
import { endProcesses, type FirstProcess } from "./processes.ts";
import { Rest } from "./rest.ts";
import { type Answer, RuntimeApi } from "./runtime-api.ts";
import { type RuntimeCommand, runtimeCommand } from "./runtime-command.ts";
import { type ProcessPlace, startProcess } from "./start-process.ts";
import { startTimeLimit } from "./time-limit.ts";
import type { Warden } from "./warden.ts";

export interface EnvironmentPlace
  extends Omit<ProcessPlace, "runtimeApi" | "nonce" | "temporary" | "taskRoot" | "command"> {
  readonly nodePath: string;
  readonly bootstrapPath: string;
  /** Folder in which the environment makes its own /tmp. */
  readonly temporaryRoot: string;
  readonly warden: Warden;
}

/** An end between invocations that nobody asked for. */
export interface UnaskedEnd {
  /** Of the invocation before. */
  readonly requestId: string;
  readonly reason: string;
}

/** Up to this size, zipped, each environment has a copy of its package. */
const COPIED_BYTES = 4 * 1_048_576;

const taskFolder = (temporary: string) => `${temporary}.task`;

/** What node says before it aborts itself. */
const HEAP_IS_FULL = "JavaScript heap out of memory";

export class Environment {
  readonly spec: FunctionSpec;
  readonly log: EnvironmentLog;
  alive = true;
  maxMemoryMb = 0;
  lastUsedAt = 0;
  /** Called once, when the process has ended. */
  onGone: (unasked: UnaskedEnd | undefined) => void = () => {};
  readonly #place: EnvironmentPlace;
  readonly #temporary: string;
  readonly #rest = new Rest(this);
  #api: RuntimeApi | undefined;
  #child: ChildProcess | undefined;
  #requestId: string | undefined;
  #lastRequestId = "";
  #settle: ((ending: Ending) => void) | undefined;
  #killReason: string | undefined;
  #ranOutOfMemory = false;

  constructor(spec: FunctionSpec, log: EnvironmentLog, place: EnvironmentPlace) {
    this.spec = spec;
    this.log = log;
    this.#place = place;
    this.#temporary = join(place.temporaryRoot, randomUUID());
  }

  /** The init phase. Settles with `answered` when the runtime asks for its first event. */
  async start(limitMs: number): Promise<Ending> {
    const command = await runtimeCommand(this.spec, this.#place);
    if (!command) return noProgram(this.spec);
    try {
      return await this.#start(command, limitMs);
    } catch (error) {
      this.kill();
      this.#release();
      throw cannotStart(error);
    }
  }

  async #start(command: RuntimeCommand, limitMs: number): Promise<Ending> {
    mkdirSync(this.#temporary, { recursive: true });
    const taskRoot = this.#ownTaskRoot();
    const nonce = randomUUID();
    const api = await RuntimeApi.open(nonce, {
      waiting: () => this.#runtimeWaits(),
      initFailed: (answer) => this.#end(failed(answer)),
      answered: (requestId, hasFailed, answer) => this.#answered(requestId, hasFailed, answer),
    });
    this.#api = api;
    if (!this.alive) {
      this.#release();
      return { kind: "exited", reason: "signal: killed", errorType: "Runtime.ExitError" };
    }
    const child = this.#spawn({ command, nonce, taskRoot, runtimeApi: api.address });
    // No process, for want of processes or descriptors: the error says which.
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    return this.#ending(limitMs);
  }

  /** A function may write to its folder, and none finds what another wrote; a large package is not copied for that. */
  #ownTaskRoot(): string {
    const { taskRoot, codeBytes } = this.spec;
    if (codeBytes > COPIED_BYTES) return taskRoot;
    const own = taskFolder(this.#temporary);
    copyFolder(taskRoot, own);
    return own;
  }

  /** One event. Only for an environment that is ready. */
  run(
    headers: Readonly<Record<string, string>>,
    requestId: string,
    payload: Uint8Array,
    limitMs: number,
  ): Promise<Ending> {
    const ended = this.#ending(limitMs);
    this.#requestId = requestId;
    this.#lastRequestId = requestId;
    this.#rest.end();
    if (!this.#api?.deliver(headers, payload)) this.kill("runtime is not waiting for an event");
    return ended;
  }

  /** Between invocations. */
  get idle(): boolean {
    return this.alive && this.#requestId === undefined;
  }

  /** Idle, and its runtime asks for the next event. One that answered and does not ask is about to end. */
  get ready(): boolean {
    return this.idle && this.#api?.waited === true;
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Between invocations: it stands still until the next. */
  freeze(): void {
    this.#rest.begin();
  }

  /** Ends the process with all that it started. */
  kill(reason = "signal: killed"): void {
    const first = this.condemn(reason);
    if (first) endProcesses([first]);
  }

  /** As Lambda ends a function that holds more than its memory. */
  endForMemory(): void {
    this.#ranOutOfMemory = true;
    this.kill();
  }

  /** On Lambda the write fails; here the function ends, soon after it. */
  endForStorage(keptMb: number): void {
    const limit = `more than its EphemeralStorage of ${this.spec.storageMb} MB`;
    this.kill(`/tmp holds ${keptMb} MB, ${limit}: on AWS writing fails with ENOSPC, no space left on device`);
  }

  /** Its own /tmp. */
  get temporary(): string {
    return this.#temporary;
  }

  /** As `kill`, but leaves the ending of what it answers to the caller; undefined when nothing is left to end. */
  condemn(reason = "signal: killed"): FirstProcess | undefined {
    const isFirstCall = this.#killReason === undefined;
    this.#killReason ??= reason;
    this.alive = false;
    const { processId } = this;
    return isFirstCall && processId !== undefined ? { processId, temporary: this.#temporary } : undefined;
  }

  #ending(limitMs: number): Promise<Ending> {
    return new Promise((resolve) => {
      const limit = startTimeLimit(limitMs, () => {
        this.maxMemoryMb = Math.max(this.maxMemoryMb, residentMb(this.processId) ?? 0);
        this.#end({ kind: "timedOut" });
        this.kill();
      });
      this.#settle = (ending) => {
        limit.cancel();
        this.#settle = undefined;
        // What was printed before the answer was sent is readable by now, and is read in this turn of the loop.
        setImmediate(() => {
          this.#requestId = undefined;
          resolve(ending);
        });
      };
    });
  }

  #runtimeWaits(): void {
    // The first wait of all ends the init phase.
    if (this.#requestId === undefined) {
      this.maxMemoryMb = residentMb(this.processId) ?? 0;
      this.#end({ kind: "answered", body: Buffer.alloc(0) });
    }
    this.#rest.runtimeWaits();
  }

  #end(ending: Ending): void {
    this.#settle?.(ending);
  }

  #answered(requestId: string, hasFailed: boolean, answer: Answer): boolean {
    if (requestId !== this.#requestId || !this.#settle) return false;
    this.maxMemoryMb = Math.max(this.maxMemoryMb, Math.ceil((answer.maxRssKb ?? 0) / 1_024));
    this.#end(hasFailed || answer.tooLarge ? failed(answer) : { kind: "answered", body: answer.body });
    return true;
  }

  #spawn(started: Pick<ProcessPlace, "command" | "nonce" | "taskRoot" | "runtimeApi">): ChildProcess {
    let isHeapFull = false;
    const complained = (text: string) => {
      isHeapFull ||= text.includes(HEAP_IS_FULL);
    };
    const place = { ...this.#place, ...started, temporary: this.#temporary };
    const child = startProcess(this.spec, place, this.log, complained);
    this.#child = child;
    if (child.pid !== undefined) {
      writeFileSync(processFile(this.#temporary), String(child.pid));
      this.#place.warden.watch(child.pid);
    }
    child.on("exit", (code, signal) => {
      // Its last words are read in this turn of the loop.
      setImmediate(() => {
        if (signal !== null && isHeapFull) this.#ranOutOfMemory = true;
        this.#gone(this.#killReason ?? exitReason(code, signal));
      });
    });
    return child;
  }

  #gone(reason: string): void {
    const isUnasked = this.#settle === undefined && this.#killReason === undefined;
    // Processes the handler left behind end with their group.
    this.kill(reason);
    const errorType = this.#ranOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    this.#end({ kind: "exited", reason, errorType });
    this.#release();
    this.onGone(isUnasked ? { requestId: this.#lastRequestId, reason } : undefined);
  }

  #release(): void {
    this.#rest.cancel();
    // Whom a handler left behind may hold them open for ever, out of our reach; that must not keep the engine alive.
    for (const stream of this.#child?.stdio ?? []) (stream as Partial<Socket> | null)?.unref?.();
    if (this.processId !== undefined) this.#place.warden.forget(this.processId);
    this.#api?.close();
    for (const folder of [this.#temporary, taskFolder(this.#temporary)]) {
      rmSync(folder, { recursive: true, force: true });
    }
    rmSync(processFile(this.#temporary), { force: true });
  }
}

function noProgram({ runtime }: FunctionSpec): Ending {
  const reason = `${runtime} functions run with this machine's Python, and neither ${runtime} nor python3 was found on the PATH: install Python 3, or put it on the PATH of the engine`;
  return { kind: "exited", reason, errorType: "Runtime.InvalidEntrypoint" };
}

function failed(answer: Answer): Ending {
  if (!answer.tooLarge) return { kind: "failed", body: answer.body, errorType: answer.errorType ?? "Unhandled" };
  const errorType = "Function.ResponseSizeTooLarge";
  const errorMessage = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";
  return { kind: "failed", body: Buffer.from(JSON.stringify({ errorType, errorMessage })), errorType };
}
