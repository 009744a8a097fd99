// One look: from where the last one ended to what is settled by now, a stretch at a time, as far as the time goes.
import { inParallel } from "../core/in-parallel.ts";
import { START_GRACE_MS } from "../history/holes.ts";
import { allRevisions } from "../ledger/reads/all-revisions.ts";
import { arrivalsOf, type DueSpan } from "../ledger/reads/arrivals.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import { moveWatchMark, readWatchMark, type WatchMark } from "../ledger/watch-mark.ts";
import { Causes } from "./causes.ts";
import type { WatchDoors } from "./doors.ts";
import { lookAtJob } from "./look-at-job.ts";
import { type WatchedJob, watchedJobs } from "./watched-jobs.ts";

export interface LookReport {
  readonly jobs: number;
  /** Rows written. */
  readonly recorded: number;
  /** Epoch milliseconds up to which every due time now has its account. */
  readonly doneTo: number;
  /** False when the time ran out: the next look goes on there. */
  readonly complete: boolean;
}

const HOUR_MS = 60 * 60_000;
/** The rows of so much time are held at once. */
const STRETCH_MS = HOUR_MS;
/** Runs are kept no shorter than this, so further back a due time without one says nothing. */
const LONGEST_LOOK_MS = 30 * 24 * HOUR_MS;
/** Kept for writing down how far it came. */
const SPARE_MS = 10_000;
const AT_ONCE = 8;

export async function look(doors: WatchDoors): Promise<LookReport> {
  const { ledger } = doors;
  const now = ledger.clock.now();
  const [mark, revisions, renames] = await Promise.all([
    readWatchMark(ledger),
    allRevisions(ledger),
    readRenames(ledger),
  ]);
  const jobs = watchedJobs(revisions, renames);
  const causes = new Causes(doors);
  const horizon = now - START_GRACE_MS;
  let { doneTo, part } = begin(mark, jobs, now);
  let recorded = 0;
  while (doneTo < horizon) {
    const toAt = part?.toAt ?? Math.min(doneTo + STRETCH_MS, horizon);
    const through = await stretch(doors, causes, jobs, { fromAt: doneTo, toAt }, part?.job);
    recorded += through.recorded;
    if (through.lastJob !== undefined) {
      await moveWatchMark(ledger, { doneTo, part: { toAt, job: through.lastJob } });
      return { jobs: jobs.length, recorded, doneTo, complete: false };
    }
    doneTo = toAt;
    part = undefined;
    await moveWatchMark(ledger, { doneTo, part });
  }
  return { jobs: jobs.length, recorded, doneTo, complete: true };
}

/** The first look begins with the first thing that sync put in force. */
function begin(mark: WatchMark | undefined, jobs: readonly WatchedJob[], now: number): WatchMark {
  const first = jobs.reduce((least, { revisions }) => Math.min(least, ...revisions.map(({ fromAt }) => fromAt)), now);
  const earliest = Math.max(first, now - LONGEST_LOOK_MS);
  return mark && mark.doneTo >= earliest ? mark : { doneTo: earliest, part: undefined };
}

/** `lastJob` is the last one looked at when the time ran out; undefined when all were. */
async function stretch(
  doors: WatchDoors,
  causes: Causes,
  watched: readonly WatchedJob[],
  span: DueSpan,
  after: string | undefined,
): Promise<{ readonly recorded: number; readonly lastJob: string | undefined }> {
  const { ledger } = doors;
  const arrived = Map.groupBy(await arrivalsOf(ledger, span), ({ job }) => job);
  const jobs = watched.filter(({ job }) => after === undefined || job > after);
  let recorded = 0;
  let lastJob = after ?? "";
  for (let start = 0; start < jobs.length; start += AT_ONCE) {
    if (doors.remainingMs() < SPARE_MS) return { recorded, lastJob };
    const some = jobs.slice(start, start + AT_ONCE);
    const written = await inParallel(some, AT_ONCE, (job) =>
      lookAtJob(ledger, causes, {
        ...job,
        arrived: job.names.flatMap((name) => arrived.get(name) ?? []),
        span,
        now: ledger.clock.now(),
      }),
    );
    recorded += written.reduce((sum, count) => sum + count, 0);
    lastJob = some.at(-1)?.job ?? lastJob;
  }
  return { recorded, lastJob: undefined };
}
