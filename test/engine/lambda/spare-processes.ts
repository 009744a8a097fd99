// The processes of an engine that wait to be told for which function they are, as the system shows them.
import { readFileSync } from "node:fs";

const read = (path: string) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

export const spares = (enginePid: number) =>
  read(`/proc/${enginePid}/task/${enginePid}/children`)
    .trim()
    .split(" ")
    .map(Number)
    .filter((pid) => read(`/proc/${pid}/cmdline`).endsWith("\0spare\0"));

/** Gone, or ended and waiting to be collected. */
export const hasEnded = (pid: number) => !/\) [^Z]/.test(read(`/proc/${pid}/stat`));
