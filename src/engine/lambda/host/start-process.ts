// Starts the process of an execution environment, and puts it on record with those who end what an engine leaves behind.
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { processFile } from "./leftovers.ts";
import type { RuntimeCommand } from "./runtime-command.ts";
import type { Warden } from "./warden.ts";

export interface StartedProcess {
  readonly child: ChildProcess;
  /** The environment's own /tmp. */
  readonly temporary: string;
}

export interface ProcessStart {
  readonly command: RuntimeCommand;
  /** What the runtime is told beside its variables. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly temporary: string;
  readonly warden: Warden;
}

/** The descriptors of a runtime beyond the standard ones. */
const LOG_DESCRIPTOR = 3;
const MESSAGE_DESCRIPTOR = 4;

/** Without a process, for want of processes or descriptors, the child has no number and emits the error. */
export function startProcess({ command, words, folder, variables, temporary, warden }: ProcessStart): StartedProcess {
  const child = spawn(command.program, [...command.args, ...words], {
    cwd: folder,
    env: variables,
    stdio: ["ignore", "pipe", "pipe", "pipe", ...(command.speaks === "messages" ? (["pipe"] as const) : [])],
    // A process group of its own, which is stopped, continued and ended as one.
    detached: true,
  });
  child.on("error", () => {});
  if (child.pid !== undefined) {
    writeFileSync(processFile(temporary), String(child.pid));
    warden.watch(child.pid);
  }
  return { child, temporary };
}

export const logPipe = ({ stdio }: ChildProcess) => stdio[LOG_DESCRIPTOR];
/** Only where the command speaks in messages. Such pipes are sockets, and go both ways. */
export const messagePipe = ({ stdio }: ChildProcess) => stdio[MESSAGE_DESCRIPTOR] as Socket;
