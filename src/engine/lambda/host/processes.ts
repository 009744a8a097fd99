// Ends processes with all they started: a handler may leave children behind, in its process group or out of it.
import { readdirSync, readFileSync } from "node:fs";

/** The first process of an environment. It leads a process group of its own. */
export interface FirstProcess {
  readonly processId: number;
  /** The folder that only this environment's processes have as their TMPDIR. */
  readonly temporary: string;
}

/** A process that forks faster than it is found could go on for ever; its group, at least, ends at once. */
const ROUNDS = 10;

/** A whole group ends at one stroke. Whoever left it (`setsid`) is found, where the system tells (Linux), by parentage or
 * by the environment it was started with; one that gave up both is beyond the reach of a process without privileges. */
export function endProcesses(firsts: readonly FirstProcess[]): void {
  if (firsts.length === 0) return;
  let strays = straysOf(firsts);
  for (const { processId } of firsts) endGroup(processId);
  for (let round = 0; strays.length > 0 && round < ROUNDS; round++) {
    for (const { processId, group } of strays) {
      if (group === processId) endGroup(processId);
      else end(processId);
    }
    strays = straysOf(firsts);
  }
}

export const endGroup = (processId: number) => signal(-processId, "SIGKILL");
const end = (processId: number) => signal(processId, "SIGKILL");

/** Safe where the process is gone. */
export function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch {
    // It ended in this moment.
  }
}

interface Found {
  readonly processId: number;
  readonly parent: number;
  readonly group: number;
}

function straysOf(firsts: readonly FirstProcess[]): Found[] {
  const groups = new Set(firsts.map(({ processId }) => processId));
  const marks = new Set(firsts.map(({ temporary }) => `TMPDIR=${temporary}`));
  const family = new Set(groups);
  // A child has in general a higher number than its parent; where numbers began anew, the next round finds it.
  return livingProcesses().filter(({ processId, parent, group }) => {
    if (groups.has(group)) family.add(processId);
    const isOurs = family.has(parent) || (!groups.has(group) && isMarked(processId, marks));
    if (isOurs) family.add(processId);
    return isOurs && !groups.has(group);
  });
}

/** Linux only; elsewhere none. Processes that ended and are only waiting to be collected do not count. */
function livingProcesses(): Found[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((id) => id > 1 && id !== process.pid)
    .sort((a, b) => a - b)
    .flatMap((processId) => {
      const stat = read(`/proc/${processId}/stat`);
      // The name, in parentheses, may hold anything.
      const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return stat === "" || state === "Z" ? [] : [{ processId, parent: Number(parent), group: Number(group) }];
    });
}

function isMarked(processId: number, marks: ReadonlySet<string>): boolean {
  return read(`/proc/${processId}/environ`)
    .split("\0")
    .some((variable) => marks.has(variable));
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
