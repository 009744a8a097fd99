// One job's holes in a stretch of time, each recorded with its likely cause.
import { inParallel } from "../core/in-parallel.ts";
import { findHoles, settlingMs } from "../history/holes.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Arrival, arrivalsOfJob, type DueSpan } from "../ledger/reads/arrivals.ts";
import { runsOfJob } from "../ledger/reads/runs-of-job.ts";
import { recordHole } from "../ledger/writes/record-hole.ts";
import type { Causes } from "./causes.ts";
import { lostToClocks } from "./lost-to-clocks.ts";
import type { WatchedJob } from "./watched-jobs.ts";

export interface JobLook extends WatchedJob {
  /** The rows of the job, under any of its names, that are due within the span. */
  readonly arrived: readonly Arrival[];
  /** Of the times at which due times are settled: their schedule's flexible window later. */
  readonly span: DueSpan;
  readonly now: number;
}

/** Enough to find one of a schedule among a job's several. */
const NEARBY = 25;
const AT_ONCE = 8;

/** How many rows were written. */
export async function lookAtJob(ledger: Ledger, causes: Causes, look: JobLook): Promise<number> {
  const { job, names, revisions, span, now } = look;
  const runs = [...look.arrived, ...(await earlier(ledger, look)), ...(await anchors(ledger, look))];
  const holes = findHoles({
    job,
    names,
    revisions,
    runs,
    fromAt: span.fromAt,
    toAt: span.toAt - 1,
    now,
    bySettling: true,
  });
  const written = await inParallel(holes, AT_ONCE, async (hole) =>
    recordHole(ledger, {
      job,
      schedule: hole.revision.schedule,
      dueAt: hole.dueAt,
      keepDays: hole.revision.keepDays,
      cause: await causes.of(job, hole),
    }),
  );
  const lost = await inParallel(lostToClocks(look), AT_ONCE, (hole) => recordHole(ledger, hole));
  return [...written, ...lost].filter(Boolean).length;
}

/** What is settled now of a schedule with a flexible window, or of a function that tells late, was due that much earlier. */
async function earlier(ledger: Ledger, { names, revisions, span }: JobLook): Promise<readonly Arrival[]> {
  const longest = Math.max(0, ...revisions.map(settlingMs));
  if (longest === 0) return [];
  const before = { fromAt: span.fromAt - longest, toAt: span.fromAt };
  return (await Promise.all(names.map((name) => arrivalsOfJob(ledger, name, before)))).flat();
}

/** A rate without a start shows by a run of its own when it is due: by the last one before, or else by the first after. */
async function anchors(ledger: Ledger, { job, revisions, span, arrived }: JobLook): Promise<readonly Arrival[]> {
  const rates = revisions.filter(
    ({ expression, startAt, enabled, fromAt }) =>
      enabled && startAt === undefined && fromAt < span.toAt && expression.startsWith("rate("),
  );
  const areShown = (runs: readonly Arrival[]) =>
    rates.every((rate) =>
      runs.some(
        ({ trigger, schedule, dueAt }) => trigger === "schedule" && schedule === rate.schedule && dueAt >= rate.fromAt,
      ),
    );
  if (areShown(arrived)) return [];
  const before = await runsOfJob(ledger, job, { toAt: span.toAt, limit: NEARBY });
  if (areShown(before.runs)) return before.runs;
  const after = await runsOfJob(ledger, job, { fromAt: span.toAt, limit: NEARBY, newestFirst: false });
  return [...before.runs, ...after.runs];
}
