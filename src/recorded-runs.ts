// The runs of this app, as a function of it may read them: for jobs that report on jobs.
import { type Run, toRun } from "./history/run.ts";
import { recentRuns } from "./ledger/reads/recent-runs.ts";
import { functionDoors } from "./runtime/doors.ts";

export interface RecordedSpan {
  /** Due at or after; epoch milliseconds. */
  readonly fromAt: number;
  /** Due before or at. */
  readonly toAt: number;
  readonly signal?: AbortSignal;
}

const PAGE = 500;

/** Newest first. The function needs `dynamodb:Query` on the ledger's table and indexes. */
export async function recordedRuns({ fromAt, toAt, signal }: RecordedSpan): Promise<readonly Run[]> {
  const { clock, ledger } = functionDoors();
  const opened = ledger();
  const runs: Run[] = [];
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await recentRuns(opened, { fromAt, toAt, limit: PAGE, cursor });
    runs.push(...page.runs.map((item) => toRun(item, clock.now())));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return runs;
}
