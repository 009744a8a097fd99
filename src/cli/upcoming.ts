// Due times of jobs as one merged list, earliest first.

import { gapScheduleName, scheduleName } from "../desired/names.ts";
import type { Job, JobSchedule } from "../manifest/model.ts";
import { dueTimes } from "../schedule/due-times.ts";
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
  const found = jobs
    .filter((job) => job.enabled)
    .flatMap((job) => job.schedules.flatMap((schedule) => timesOf(job, schedule, span)));
  return found
    .sort((a, b) => a.at - b.at || (a.time.job < b.time.job ? -1 : 1))
    .slice(0, span.count)
    .map(({ time }) => time);
}

interface Found {
  readonly at: number;
  readonly time: DueTime;
}

function timesOf(job: Job, schedule: JobSchedule, span: Span): readonly Found[] {
  const { expression, timezone, startAt, endAt } = schedule;
  const timing = { expression, timezone, startAt, endAt, anchorAt: span.now };
  const name = scheduleName(job.name, schedule.name);
  const found = (at: number, as: string, remark: string | undefined): Found => ({
    at,
    time: {
      job: job.name,
      schedule: as,
      due: new Date(at).toISOString(),
      local: localText(at, timezone),
      zone: timezone,
      remark: remark ?? null,
    },
  });
  const times: Found[] = [];
  for (const at of dueTimes(timing, span.fromAt, span.toAt ?? Number.MAX_SAFE_INTEGER)) {
    if (times.length >= span.count) break;
    times.push(found(at, name, remarkOn(timing, at)));
  }
  if (schedule.dst === "skip") return times;
  // Beyond the last time listed the list is cut anyway.
  const toAt = span.toAt ?? times.at(-1)?.at ?? span.fromAt;
  const extras = runsAfterGaps(timing, span.fromAt - 1, toAt).map(({ atMs, wallMs, instead }) =>
    found(
      atMs,
      gapScheduleName(name, instead.wallMs),
      `makes up for ${new Date(wallMs).toISOString().slice(11, 16)}, which does not exist on this day`,
    ),
  );
  return [...times, ...extras];
}
