// Recorded and missed runs of one job or of all, a page at a time. A page's bounds are places in the order of runs, which those
// that never ran have as well: what lies between two bounds is read once, whatever the pages' size.
import { newestFirst, orderOfRun } from "../history/newest-first.ts";
import { type Run, type RunStatus, toRun } from "../history/run.ts";
import type { Trigger } from "../ledger/items/run-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob } from "../ledger/lineage/names-of-job.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import type { RunPage } from "../ledger/reads/page.ts";
import { recentRuns } from "../ledger/reads/recent-runs.ts";
import { type Renames, readRenames } from "../ledger/reads/renames.ts";
import { runFilter } from "../ledger/reads/run-filter.ts";
import { HolesOfHistory } from "./holes-of-history.ts";

export interface HistoryRequest {
  /** One job's history, or all of these jobs'. */
  readonly job: string | undefined;
  readonly jobs: readonly string[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly statuses: ReadonlySet<RunStatus> | undefined;
  readonly triggers?: ReadonlySet<Trigger> | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** The runs are of a local engine, which is not always there. */
  readonly embedded?: boolean | undefined;
}

export interface History {
  readonly runs: readonly Run[];
  readonly cursor: string | null;
}

/** With a filter most of a page may fall away: pages are read until enough is left, within reason. */
const MOST_PAGES = 200;
/** Of a page of which most falls away; DynamoDB ends one at 1 MB, whatever it is asked for. */
const FILTERED_PAGE = 1_000;

export async function readHistory(ledger: Ledger, request: HistoryRequest): Promise<History> {
  const { limit } = request;
  const renames = await readRenames(ledger);
  const holes = hasHoles(request) ? new HolesOfHistory(ledger, request, renames) : undefined;
  const found: Run[] = [];
  let cursor = request.cursor;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await readPage(ledger, request, renames, cursor);
    const missed = holes ? await holes.between(cursor, page.cursor, page.runs) : [];
    const now = ledger.clock.now();
    const both = [...page.runs.map((run) => toRun(run, now)), ...missed];
    for (const run of newestFirst(both, { ...request, limit: both.length })) found.push(run);
    cursor = page.cursor;
    if (cursor === undefined || found.length >= limit) break;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { runs: shown, cursor: found.length > shown.length && last ? orderOfRun(last) : (cursor ?? null) };
}

/** Those without a run are missed, or skipped in a pause; both are of the schedule. */
function hasHoles({ statuses, triggers }: HistoryRequest): boolean {
  // What is not told of yet is pending, and has no row.
  const areWanted = !statuses || (["missed", "skipped", "pending"] as const).some((one) => statuses.has(one));
  return areWanted && (!triggers || triggers.has("schedule"));
}

function readPage(
  ledger: Ledger,
  request: HistoryRequest,
  renames: Renames,
  cursor: string | undefined,
): Promise<RunPage> {
  const { job, fromAt, toAt, statuses, triggers, text } = request;
  const isFiltered = statuses !== undefined || triggers !== undefined || text !== undefined;
  // A due time is missed that no run of any kind shows, so that with those all runs must be seen.
  const filter = hasHoles(request) ? undefined : runFilter(statuses, triggers);
  const range = { fromAt, toAt, limit: isFiltered ? FILTERED_PAGE : request.limit, cursor, filter };
  return job === undefined ? recentRuns(ledger, range) : runsOfNames(ledger, namesOfJob(job, renames), range);
}
