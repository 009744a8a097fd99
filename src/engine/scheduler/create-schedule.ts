// CreateSchedule.
import type { Operation } from "../service.ts";
import { checkSchedule } from "./check-schedule.ts";
import { isRepeated, requestHash } from "./client-token.ts";
import { documentOf, type ScheduleInput } from "./document.ts";
import { conflict } from "./faults.ts";
import { groupForRead, groupForWrite } from "./group-rows.ts";
import { checkScheduleQuota } from "./quotas.ts";
import { findSchedule, insertSchedule } from "./schedule-rows.ts";
import { DEFAULT_GROUP, type Scheduler, scheduleArn } from "./scheduler.ts";
import { anchorOf, nextDueAfter } from "./upcoming.ts";

export function createSchedule(scheduler: Scheduler): Operation {
  const { store, clock } = scheduler;
  return (input: ScheduleInput) => {
    const { Name: name, GroupName: group = DEFAULT_GROUP, ClientToken: token } = input;
    const document = documentOf(input);
    const hash = requestHash(input);
    const answer = { ScheduleArn: scheduleArn(scheduler, group, name) };
    const existing = findSchedule(store, group, name);
    // First: what a request is checked against may have changed since it was carried out.
    if (existing && isRepeated(existing, token, hash)) {
      groupForRead(scheduler, group);
      return answer;
    }
    checkSchedule(scheduler, group, document);
    groupForWrite(scheduler, group);
    if (existing) throw conflict(`Schedule ${name} already exists.`);
    checkScheduleQuota(scheduler);
    const now = clock.now();
    const timed = { document, anchoredAt: anchorOf(now) };
    // Nothing is due before it was asked for: a one-time schedule in the past never fires.
    const nextDue = nextDueAfter(timed, now - 1);
    const row = {
      ...{ ...timed, group, name, nextDue, createdAt: now, modifiedAt: now },
      ...{ token: token ?? null, tokenHash: token ? hash : null },
    };
    const id = store.transaction(() => insertSchedule(store, row));
    scheduler.rescheduled(id, nextDue);
    return answer;
  };
}
