// Runs and missed runs as one history: newest first, filtered, a page at a time.
import type { Trigger } from "../ledger/items/run-item.ts";
import type { Run, RunStatus } from "./run.ts";

export interface HistoryFilter {
  /** `failed` finds the dead as well: they failed, and were given up on. */
  readonly statuses: ReadonlySet<RunStatus> | undefined;
  readonly triggers?: ReadonlySet<Trigger> | undefined;
  /** Somewhere in the run's reason, errors, input, result or who asked for it, whatever the case. */
  readonly text?: string | undefined;
  readonly limit: number;
}

/** Equal due times are ordered by key, so that a page is the same whenever it is asked for. */
export function newestFirst(runs: readonly Run[], filter: HistoryFilter): readonly Run[] {
  const text = filter.text?.toLowerCase();
  return runs
    .filter(({ status }) => !filter.statuses || filter.statuses.has(status) || isFoundAsFailed(status, filter.statuses))
    .filter((run) => !filter.triggers || filter.triggers.has(run.trigger))
    .filter((run) => text === undefined || textOf(run).includes(text))
    .sort((a, b) => compare(b.due, a.due) || compare(b.job, a.job) || compare(b.id ?? b.key, a.id ?? a.key))
    .slice(0, filter.limit);
}

const isFoundAsFailed = (status: RunStatus, wanted: ReadonlySet<RunStatus>): boolean =>
  status === "dead" && wanted.has("failed");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function textOf({ reason, by, input, result, attempts }: Run): string {
  const errors = attempts.map(({ error }) => error && [error.type, error.message]);
  return JSON.stringify([reason, by, input, result, errors]).toLowerCase();
}
