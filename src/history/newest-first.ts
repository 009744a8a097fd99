// Runs and missed runs as one history: newest first, filtered, a page at a time.
import type { Run, RunStatus } from "./run.ts";

export interface HistoryFilter {
  readonly statuses: ReadonlySet<RunStatus> | undefined;
  readonly limit: number;
}

/** Equal due times are ordered by key, so that a page is the same whenever it is asked for. */
export function newestFirst(runs: readonly Run[], filter: HistoryFilter): readonly Run[] {
  return runs
    .filter((run) => !filter.statuses || filter.statuses.has(run.status))
    .sort((a, b) => compare(b.due, a.due) || compare(b.job, a.job) || compare(b.id ?? b.key, a.id ?? a.key))
    .slice(0, filter.limit);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
