// Which due time of its job an instant is, counted from the beginning of the span.
import type { ScheduleResource } from "../desired/resource.ts";
import { Timetable } from "./timetable.ts";

/** Worked out for a job when it is first asked for: only scripts that count ask. */
export function dueOrdinals(
  schedulesOf: (job: string) => readonly ScheduleResource[],
  fromAt: number,
  toAt: number,
): (job: string, dueAt: number) => number {
  const known = new Map<string, Float64Array>();
  return (job, dueAt) => {
    let times = known.get(job);
    if (!times) {
      times = dueTimesOf(schedulesOf(job), fromAt, toAt);
      known.set(job, times);
    }
    return countUpTo(times, dueAt);
  };
}

function dueTimesOf(schedules: readonly ScheduleResource[], fromAt: number, toAt: number): Float64Array {
  const times: number[] = [];
  const timetable = new Timetable(schedules, fromAt, toAt);
  for (let due = timetable.peek(0); due; due = timetable.peek(0)) {
    if (due.at !== times.at(-1)) times.push(due.at);
    timetable.take(1);
  }
  return Float64Array.from(times);
}

function countUpTo(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
