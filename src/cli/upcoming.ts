// Due times of jobs as one merged list, earliest first.

import { gapScheduleName, scheduleName } from "../desired/names.ts";
import type { Job, JobSchedule } from "../manifest/model.ts";
import { dueTimes, type Timing } from "../schedule/due-times.ts";
import { runsAfterGaps } from "../schedule/gaps/lost-in-gaps.ts";
import { remarkOn } from "../schedule/remark.ts";
import { localText } from "./render/next-due.ts";

export interface DueTime {
  readonly job: string;
  /** The AWS schedule's name. */
  readonly schedule: string;
  /** ISO UTC. */
  readonly due: string;
  readonly local: string;
  readonly zone: string;
  readonly remark: string | null;
}

export interface Span {
  readonly fromAt: number;
  readonly toAt: number | undefined;
  readonly count: number;
  /** A rate without a start counts from when it was made, which the file does not know: it is taken as now. */
  readonly now: number;
}

/** Disabled jobs are due never. `fromAt` itself counts. */
export function upcoming(jobs: readonly Job[], span: Span): readonly DueTime[] {
  let nearest: Found[] = [];
  let toAt = span.toAt;
  const cut = () => {
    nearest = nearest.sort((a, b) => a.at - b.at || (a.job < b.job ? -1 : 1)).slice(0, span.count);
    // What is due after the last of enough is not asked for.
    if (nearest.length === span.count) toAt = nearest.at(-1)?.at;
  };
  for (const job of jobs.filter(({ enabled }) => enabled)) {
    for (const schedule of job.schedules) {
      nearest.push(...timesOf(job, schedule, { ...span, toAt }));
      if (nearest.length >= 2 * span.count) cut();
    }
  }
  cut();
  return nearest.map(shown);
}

interface Found {
  readonly at: number;
  readonly job: string;
  readonly schedule: string;
  readonly timing: Timing;
  /** Of a run that makes up for a time that does not exist; others are remarked on when they are shown. */
  readonly remark?: string;
}

function shown({ at, job, schedule, timing, remark }: Found): DueTime {
  return {
    job,
    schedule,
    due: new Date(at).toISOString(),
    local: localText(at, timing.timezone),
    zone: timing.timezone,
    remark: remark ?? remarkOn(timing, at) ?? null,
  };
}

function timesOf(job: Job, schedule: JobSchedule, span: Span): readonly Found[] {
  const { expression, timezone, startAt, endAt } = schedule;
  const timing = { expression, timezone, startAt, endAt, anchorAt: span.now };
  const name = scheduleName(job.name, schedule.name);
  const times: Found[] = [];
  for (const at of dueTimes(timing, span.fromAt, span.toAt ?? Number.MAX_SAFE_INTEGER)) {
    if (times.length >= span.count) break;
    times.push({ at, job: job.name, schedule: name, timing });
  }
  if (schedule.dst === "skip") return times;
  // Beyond the last time listed the list is cut anyway.
  const toAt = span.toAt ?? times.at(-1)?.at ?? span.fromAt;
  const extras = runsAfterGaps(timing, span.fromAt - 1, toAt).map(({ atMs, wallMs, instead }) => ({
    at: atMs,
    job: job.name,
    schedule: gapScheduleName(name, instead.wallMs),
    timing,
    remark: `makes up for ${new Date(wallMs).toISOString().slice(11, 16)}, which does not exist on this day`,
  }));
  return [...times, ...extras];
}
