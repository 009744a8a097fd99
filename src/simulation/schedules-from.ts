// Schedules as they have to be made at an instant to go on as if they had been there before.
import type { ScheduleResource } from "../desired/resource.ts";
import type { Timetable } from "./timetable.ts";

/**
 * A schedule may not start in the past (Scheduler API, CreateSchedule), and a rate would count anew from its making: each starts with
 * its next due time, which for a cron says nothing new. What is over is left out.
 */
export function schedulesFrom(
  schedules: readonly ScheduleResource[],
  timetable: Timetable,
  at: number,
  toAt: number,
): ScheduleResource[] {
  return schedules.flatMap((schedule, index): ScheduleResource[] => {
    const due = timetable.dueFrom(index, at);
    if (due === undefined || due > toAt) return [];
    if (schedule.expression.startsWith("at(")) return [{ ...schedule, startAt: undefined, endAt: undefined }];
    // The end has to come after the start; nothing is due twice within a second.
    const endAt = schedule.endAt === due ? due + 1_000 : schedule.endAt;
    return [{ ...schedule, startAt: due, endAt }];
  });
}
