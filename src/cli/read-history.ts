// The history from the ledger: recorded runs and the missed ones between them, newest first.
import { missedRuns } from "../history/missed-runs.ts";
import { newestFirst } from "../history/newest-first.ts";
import { isoOf, type Run, type RunStatus, toRun } from "../history/run.ts";
import { readEngineSpans } from "../ledger/engine-spans.ts";
import type { RunItem, Trigger } from "../ledger/items/run-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { revisionsOfNames } from "../ledger/lineage/revisions-of-names.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import type { RunPage } from "../ledger/reads/page.ts";
import { recentRuns } from "../ledger/reads/recent-runs.ts";
import { type Renames, readRenames } from "../ledger/reads/renames.ts";

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
const MOST_PAGES = 50;
const PAGE = 200;

export async function readHistory(ledger: Ledger, request: HistoryRequest): Promise<History> {
  const found: Run[] = [];
  let cursor = request.cursor;
  let toAt = request.toAt;
  const renames = await readRenames(ledger);
  for (let page = 0; page < MOST_PAGES; page++) {
    const { runs, cursor: next } = await readPage(ledger, request, renames, cursor);
    const oldest = next === undefined ? request.fromAt : (runs.at(-1)?.dueAt ?? request.fromAt) + 1;
    const missed = await missedBetween(ledger, request, renames, runs, Math.max(oldest, request.fromAt), toAt);
    const now = ledger.clock.now();
    const both = [...runs.map((run) => toRun(run, now)), ...missed];
    found.push(...newestFirst(both, { ...request, limit: both.length }));
    toAt = oldest - 1;
    cursor = next;
    if (cursor === undefined || found.length >= request.limit) break;
  }
  const shown = found.slice(0, request.limit);
  return { runs: shown, cursor: found.length > shown.length || cursor !== undefined ? cursorAfter(shown) : null };
}

function readPage(
  ledger: Ledger,
  request: HistoryRequest,
  renames: Renames,
  cursor: string | undefined,
): Promise<RunPage> {
  const range = { fromAt: request.fromAt, toAt: request.toAt, limit: Math.max(request.limit, PAGE), cursor };
  return request.job === undefined
    ? recentRuns(ledger, range)
    : runsOfNames(ledger, namesOfJob(request.job, renames), range);
}

async function missedBetween(
  ledger: Ledger,
  request: HistoryRequest,
  renames: Renames,
  runs: readonly RunItem[],
  fromAt: number,
  toAt: number,
): Promise<readonly Run[]> {
  // Those without a run are missed, or skipped in a pause; both are of the schedule.
  const { statuses, triggers } = request;
  if (statuses && !statuses.has("missed") && !statuses.has("skipped")) return [];
  if (triggers && !triggers.has("schedule")) return [];
  const jobs = request.job === undefined ? request.jobs : [request.job];
  const now = ledger.clock.now();
  const engine = request.embedded ? await readEngineSpans(ledger) : undefined;
  const missed = await Promise.all(
    jobs.map(async (job) => {
      const spans = namesOfJob(job, renames);
      const revisions = await revisionsOfNames(ledger, spans);
      return missedRuns({ job, names: plainNames(spans), revisions, runs, fromAt, toAt, now, engine });
    }),
  );
  return missed.flat();
}

/** The last recorded run shown: a page that ends in missed ones shows those again, which is better than losing one. */
function cursorAfter(shown: readonly Run[]): string | null {
  const last = shown.findLast((run) => run.id !== null);
  return last ? `${isoOf(Date.parse(last.due)).slice(0, 19)}Z#${last.id}` : null;
}
