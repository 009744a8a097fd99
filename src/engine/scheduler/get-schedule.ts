// GetSchedule, and what reading a schedule shows.
import type { Operation } from "../service.ts";
import { noSchedule } from "./faults.ts";
import { groupForRead } from "./group-rows.ts";
import { findSchedule, type ScheduleRow } from "./schedule-rows.ts";
import { DEFAULT_GROUP, type Scheduler, scheduleArn } from "./scheduler.ts";

export function getSchedule(scheduler: Scheduler): Operation {
  return ({ Name: name, GroupName: group = DEFAULT_GROUP }: { Name: string; GroupName?: string }) => {
    groupForRead(scheduler, group);
    const row = findSchedule(scheduler.store, group, name);
    if (!row) throw noSchedule(name);
    return { ...row.document, ...identityOf(scheduler, row) };
  };
}

/** Timestamps in seconds, to the millisecond. */
export function identityOf(scheduler: Scheduler, row: ScheduleRow) {
  return {
    Arn: scheduleArn(scheduler, row.group, row.name),
    Name: row.name,
    GroupName: row.group,
    CreationDate: row.createdAt / 1000,
    LastModificationDate: row.modifiedAt / 1000,
  };
}
