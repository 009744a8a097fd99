// How much memory a process holds, where the system tells (Linux), and the watch that ends the one that holds too much.
import { readFileSync } from "node:fs";
import { BusyWatch } from "./busy-watch.ts";

const PAGE_BYTES = 4_096;
const MB = 1_048_576;
/** A process can take some hundred megabytes in this time. */
const WATCH_MS = 100;

interface Watched {
  readonly processId: number | undefined;
  readonly spec: { readonly memoryMb: number };
  maxMemoryMb: number;
  /** Ends the process for what it holds. */
  endForMemory(): void;
}

/** Of the process and, on Linux, of what it started: a function's memory is that of all its processes. */
function pages(processId: number | undefined): { resident: number; shared: number } | undefined {
  if (process.platform !== "linux" || processId === undefined) return undefined;
  const own = read(`/proc/${processId}/statm`).split(" ").map(Number);
  let [, resident, shared] = own;
  if (!resident || shared === undefined) return undefined;
  for (const child of read(`/proc/${processId}/task/${processId}/children`).split(" ")) {
    const found = child === "" ? undefined : pages(Number(child));
    resident += found?.resident ?? 0;
    shared += found?.shared ?? 0;
  }
  return { resident, shared };
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

export function residentMb(processId: number | undefined): number | undefined {
  const found = pages(processId);
  return found && Math.ceil((found.resident * PAGE_BYTES) / MB);
}

/** What counts against the limit leaves out the pages of node's own file, which all environments share; elsewhere than on
 * Linux only the heap's limit holds. */
export const memoryWatch = (): BusyWatch<Watched> =>
  new BusyWatch(WATCH_MS, (busy) => {
    for (const environment of busy) {
      const found = pages(environment.processId);
      if (!found) continue;
      environment.maxMemoryMb = Math.max(environment.maxMemoryMb, Math.ceil((found.resident * PAGE_BYTES) / MB));
      if (((found.resident - found.shared) * PAGE_BYTES) / MB > environment.spec.memoryMb) environment.endForMemory();
    }
  });
