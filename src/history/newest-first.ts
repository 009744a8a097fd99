// Runs and missed runs as one history: newest first, filtered, a page at a time.

import type { Trigger } from "../ledger/items/run-item.ts";
import { isoSeconds, runIdOf } from "../ledger/keys.ts";
import type { Run, RunStatus } from "./run.ts";

export interface HistoryFilter {
  /** `failed` finds the dead as well: they failed, and were given up on. */
  readonly statuses: ReadonlySet<RunStatus> | undefined;
  readonly triggers?: ReadonlySet<Trigger> | undefined;
  /** Somewhere in the run's reason, errors, input, result or who asked for it, whatever the case. */
  readonly text?: string | undefined;
  readonly limit: number;
}

/** A run's place in the history, as the ledger orders runs: one that never ran has the place that its run would have. */
export function orderOfRun({ id, job, due }: Pick<Run, "id" | "job" | "due">): string {
  const dueAt = Date.parse(due);
  return `${isoSeconds(dueAt)}#${id ?? runIdOf({ job, dueAt, suffix: undefined })}`;
}

/** Equal due times are ordered by run id, so that a page is the same whenever it is asked for. */
export function newestFirst(runs: readonly Run[], filter: HistoryFilter): readonly Run[] {
  const text = filter.text?.toLowerCase();
  return runs
    .filter(({ status }) => !filter.statuses || filter.statuses.has(status) || isFoundAsFailed(status, filter.statuses))
    .filter((run) => !filter.triggers || filter.triggers.has(run.trigger))
    .filter((run) => text === undefined || textOf(run).includes(text))
    .map((run) => ({ run, order: orderOfRun(run) }))
    .sort((a, b) => compare(b.order, a.order))
    .map(({ run }) => run)
    .slice(0, filter.limit);
}

const isFoundAsFailed = (status: RunStatus, wanted: ReadonlySet<RunStatus>): boolean =>
  status === "dead" && wanted.has("failed");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function textOf({ reason, by, input, result, attempts }: Run): string {
  const errors = attempts.map(({ error }) => error && [error.type, error.message]);
  return JSON.stringify([reason, by, input, result, errors]).toLowerCase();
}
