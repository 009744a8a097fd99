// Due times of jobs as one merged list, earliest first.

import type { Job, JobSchedule } from "../manifest/model.ts";
import { dueTimes } from "../schedule/due-times.ts";
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

function timesOf(job: Job, schedule: JobSchedule, span: Span): { at: number; time: DueTime }[] {
  const { expression, timezone, startAt, endAt, name } = schedule;
  const timing = { expression, timezone, startAt, endAt, anchorAt: span.now };
  const times: { at: number; time: DueTime }[] = [];
  for (const at of dueTimes(timing, span.fromAt, span.toAt ?? Number.MAX_SAFE_INTEGER)) {
    if (times.length >= span.count) break;
    const time = {
      job: job.name,
      schedule: name === undefined ? job.name : `${job.name}.${name}`,
      due: new Date(at).toISOString(),
      local: localText(at, timezone),
      zone: timezone,
      remark: remarkOn(timing, at) ?? null,
    };
    times.push({ at, time });
  }
  return times;
}
