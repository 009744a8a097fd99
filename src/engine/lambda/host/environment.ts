// One execution environment: a child process, its Runtime API, its output, and its end. Time here is real time on purpose:
// a process runs, hangs and is killed in the machine's time, whatever the engine's clock shows.
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { join } from "node:path";
import { cannotStart } from "./cannot-start.ts";
import { type ChildPlace, childVariables } from "./child-variables.ts";
import type { ClosedApi } from "./closed-api.ts";
import { makeFiles, removeFiles } from "./environment-files.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import { exitReason } from "./exit-reason.ts";
import type { Ending, FunctionSpec } from "./invocation.ts";
import { leadOutput } from "./lead-output.ts";
import { residentMb } from "./memory.ts";
import { encodeMessage } from "./message.ts";
import { MessageChannel } from "./message-channel.ts";
import { endProcesses, type FirstProcess } from "./processes.ts";
import { Rest } from "./rest.ts";
import { RuntimeApi } from "./runtime-api.ts";
import type { Answer, RuntimeChannel, RuntimeListener } from "./runtime-channel.ts";
import { type RuntimeCommand, runtimeCommand } from "./runtime-command.ts";
import type { Spare } from "./spare.ts";
import { messagePipe, startProcess } from "./start-process.ts";
import { startTimeLimit } from "./time-limit.ts";
import type { Warden } from "./warden.ts";

export interface EnvironmentPlace extends Omit<ChildPlace, "runtimeApi" | "temporary" | "taskRoot" | "command"> {
  readonly nodePath: string;
  readonly bootstrapPath: string;
  /** Folder in which the environment makes its own /tmp. */
  readonly temporaryRoot: string;
  readonly warden: Warden;
  readonly spare: Spare;
  readonly closedApi: ClosedApi;
}

/** An end between invocations that nobody asked for. */
export interface UnaskedEnd {
  /** Of the invocation before. */
  readonly requestId: string;
  readonly reason: string;
}

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
  readonly #rest = new Rest(this);
  #temporary: string;
  #channel: RuntimeChannel | undefined;
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
    this.#place.spare.wanted(command);
    try {
      return await this.#start(command, limitMs);
    } catch (error) {
      this.kill();
      this.#release();
      throw cannotStart(error);
    }
  }

  async #start(command: RuntimeCommand, limitMs: number): Promise<Ending> {
    const nonce = randomUUID();
    const listener: RuntimeListener = {
      waiting: () => this.#runtimeWaits(),
      initFailed: (answer) => this.#end(failed(answer)),
      answered: (requestId, hasFailed, answer) => this.#answered(requestId, hasFailed, answer),
    };
    const api = command.speaks === "http" ? await RuntimeApi.open(nonce, listener) : undefined;
    this.#channel = api;
    const runtimeApi = api?.address ?? (await this.#place.closedApi.address());
    if (!this.alive) {
      this.#release();
      return { kind: "exited", reason: "signal: killed", errorType: "Runtime.ExitError" };
    }
    const child = this.#begin(command, runtimeApi, api ? [nonce] : []);
    // No process, for want of processes or descriptors: the error says which.
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    this.#channel ??= new MessageChannel(messagePipe(child), listener);
    return this.#ending(limitMs);
  }

  /** Starts the process of its own, or tells the spare one whose it is. */
  #begin(command: RuntimeCommand, runtimeApi: string, words: readonly string[]): ChildProcess {
    const spare = this.#place.spare.take(command, this.spec);
    if (spare) this.#temporary = spare.temporary;
    this.#child = spare?.child;
    const temporary = this.#temporary;
    const folder = makeFiles(temporary, this.spec);
    const variables = childVariables(this.spec, { ...this.#place, taskRoot: folder, command, temporary, runtimeApi });
    const { child } = spare ?? startProcess({ ...this.#place, command, words, folder, variables, temporary });
    this.#child = child;
    if (child.pid === undefined) return child;
    this.#follow(child);
    if (spare) messagePipe(child).write(encodeMessage({ variables }));
    return child;
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
    if (!this.#channel?.deliver(headers, payload)) this.kill("runtime is not waiting for an event");
    return ended;
  }

  /** Between invocations. */
  get idle(): boolean {
    return this.alive && this.#requestId === undefined;
  }

  /** Idle, and its runtime asks for the next event. One that answered and does not ask is about to end. */
  get ready(): boolean {
    return this.idle && this.#channel?.waited === true;
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

  #follow(child: ChildProcess): void {
    let isHeapFull = false;
    leadOutput(child, this.log, (text) => {
      isHeapFull ||= text.includes(HEAP_IS_FULL);
    });
    child.on("exit", (code, signal) => {
      // Its last words are read in this turn of the loop.
      setImmediate(() => {
        if (signal !== null && isHeapFull) this.#ranOutOfMemory = true;
        this.#gone(this.#killReason ?? exitReason(code, signal));
      });
    });
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
    this.#channel?.close();
    removeFiles(this.#temporary);
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
