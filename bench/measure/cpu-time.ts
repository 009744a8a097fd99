// How much CPU a server has used, its children included, where the system tells (Linux).
import { readFileSync } from "node:fs";

const MS_PER_TICK = 10;

/** Milliseconds since it began; undefined where it cannot be read. Counted in hundredths of a second: take it over many calls. */
export function cpuTime(pid: number): number | undefined {
  try {
    // What follows the name in brackets: utime and stime are the 14th and 15th fields of all.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const own = (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return children.reduce((sum, child) => sum + (cpuTime(Number(child)) ?? 0), own);
  } catch {
    return undefined;
  }
}
