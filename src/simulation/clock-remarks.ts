// What clock changes in the span do to each schedule: local times that are skipped, come twice, or move.

import { scheduleName } from "../desired/names.ts";
import type { Job } from "../manifest/model.ts";
import { dueTimes, type Timing } from "../schedule/due-times.ts";
import { changesBetween } from "../schedule/gaps/clock-changes.ts";
import { lostInGaps } from "../schedule/gaps/lost-in-gaps.ts";
import { remarkOn } from "../schedule/remark.ts";

export interface ClockRemark {
  readonly job: string;
  readonly schedule: string;
  readonly zone: string;
  /** Of the clock change. */
  readonly at: number;
  readonly kind: "skipped" | "made up for" | "repeated" | "moved";
  readonly text: string;
}

const DAY_MS = 86_400_000;

/** In order of time, then of name. */
export function clockRemarks(jobs: readonly Job[], fromAt: number, toAt: number): ClockRemark[] {
  const remarks = jobs
    .filter(({ enabled }) => enabled)
    .flatMap((job) =>
      job.schedules.flatMap((schedule) => {
        const timing = { ...schedule, anchorAt: fromAt };
        const name = scheduleName(job.name, schedule.name);
        const base = { job: job.name, schedule: name, zone: schedule.timezone };
        return changesBetween(schedule.timezone, fromAt, toAt).flatMap((change) => {
          const said = remarkAbout(timing, change.at, schedule.dst);
          return said ? [{ ...base, at: change.at, ...said }] : [];
        });
      }),
    );
  return remarks.sort((a, b) => a.at - b.at || (a.schedule < b.schedule ? -1 : 1));
}

function remarkAbout(
  timing: Timing,
  at: number,
  dst: "skip" | "run-after",
): Pick<ClockRemark, "kind" | "text"> | undefined {
  const lost = lostInGaps(timing, at - 1, at);
  const [first] = lost;
  if (first) {
    const clock = new Date(first.wallMs).toISOString().slice(11, 16);
    const what = lost.length === 1 ? `${clock} does not exist` : `${lost.length} due times from ${clock} do not exist`;
    return dst === "skip"
      ? { kind: "skipped", text: `${what}: AWS skips ${lost.length === 1 ? "it" : "them"}` }
      : { kind: "made up for", text: `${what}: one run right after the gap makes up for it` };
  }
  for (const due of dueTimes(timing, at - DAY_MS, at + DAY_MS)) {
    const text = remarkOn(timing, due);
    if (text !== undefined) return { kind: timing.expression.kind === "rate" ? "moved" : "repeated", text };
  }
  return undefined;
}
