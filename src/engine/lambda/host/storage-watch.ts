// How much an environment keeps in its own /tmp, and the watch that ends the one that keeps more than its function may. A
// limit of the file system itself would take root's rights; so the write is not refused, the environment ends soon after it.
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BusyWatch } from "./busy-watch.ts";

const MB = 1_048_576;
const BLOCK_BYTES = 512;
const WATCH_MS = 250;
/** Whoever keeps ten thousand files there is looked at less often: looking is not to cost more than this share of the time. */
const SHARE = 0.05;

interface Watched {
  /** The environment's own /tmp. */
  readonly temporary: string;
  readonly spec: { readonly storageMb: number };
  /** Ends the process for what it keeps. */
  endForStorage(keptMb: number): void;
}

/** What the files take, as far as it takes to see that it is more than `most`. */
function bytesIn(folder: string, most: number): number {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    if (bytes > most) break;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += bytesIn(path, most - bytes);
    else bytes += (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK_BYTES;
  }
  return bytes;
}

/** None where the folder went, or where there is no descriptor left to list it with. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export function storageWatch(): BusyWatch<Watched> {
  let notBefore = 0;
  return new BusyWatch(WATCH_MS, (busy) => {
    const startedAt = performance.now();
    if (startedAt < notBefore) return;
    for (const environment of busy) {
      const bytes = bytesIn(environment.temporary, environment.spec.storageMb * MB);
      if (bytes > environment.spec.storageMb * MB) environment.endForStorage(Math.ceil(bytes / MB));
    }
    const endedAt = performance.now();
    notBefore = endedAt + (endedAt - startedAt) / SHARE;
  });
}
