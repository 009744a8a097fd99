// Leads what a process prints into the log of its environment.
import type { ChildProcess } from "node:child_process";
import type { EnvironmentLog } from "./environment-log.ts";
import { frameSplitter, lineSplitter } from "./output.ts";
import { logPipe } from "./start-process.ts";

/** `complained` hears each line of standard error. */
export function leadOutput(child: ChildProcess, log: EnvironmentLog, complained: (text: string) => void): void {
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
  const pipe = logPipe(child);
  pipe?.on("data", frames.push);
  pipe?.on("error", () => {});
}
