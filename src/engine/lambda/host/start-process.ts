// Starts the process of an execution environment, with its variables, its place, and its output led into the log.
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Keys } from "../../sts/sessions.ts";
import { childVariables } from "./child-variables.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import type { FunctionSpec } from "./invocation.ts";
import { frameSplitter, lineSplitter } from "./output.ts";
import type { RuntimeCommand } from "./runtime-command.ts";

export interface ProcessPlace {
  readonly region: string;
  /** The engine's address. */
  readonly origin: string;
  readonly logStream: string;
  readonly command: RuntimeCommand;
  readonly runtimeApi: string;
  /** Tells the runtime apart from whatever else asks its Runtime API. */
  readonly nonce: string;
  /** Where the function's files are. */
  readonly taskRoot: string;
  readonly keys: Keys;
  /** The environment's own /tmp. */
  readonly temporary: string;
}

/** `complained` hears each line of standard error. */
export function startProcess(
  spec: FunctionSpec,
  place: ProcessPlace,
  log: EnvironmentLog,
  complained: (text: string) => void,
): ChildProcess {
  const child = spawn(place.command.program, [...place.command.args, place.nonce], {
    cwd: place.taskRoot,
    env: childVariables(spec, place),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // A process group of its own, which is stopped, continued and ended as one.
    detached: true,
  });
  // Without a process, for want of processes or descriptors, there is an error and no streams.
  child.on("error", () => {});
  if (child.pid === undefined) return child;
  const refuses = (bytes: number) => log.refuses(bytes);
  for (const stream of [child.stdout, child.stderr]) {
    const take = (text: string) => {
      if (stream === child.stderr) complained(text);
      log.output(text);
    };
    const lines = lineSplitter(take, refuses);
    stream?.on("data", lines.push);
    stream?.on("close", lines.end);
  }
  const frames = frameSplitter((text, at) => log.output(text, at), refuses);
  const logPipe = child.stdio[3] as Readable | null | undefined;
  logPipe?.on("data", frames.push);
  logPipe?.on("error", () => {});
  return child;
}
