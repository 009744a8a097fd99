// UpdateSchedule: the whole schedule is replaced.
import type { Operation } from "../service.ts";
import { checkSchedule } from "./check-schedule.ts";
import { isRepeated, requestHash } from "./client-token.ts";
import { documentOf, type ScheduleDocument, type ScheduleInput } from "./document.ts";
import { noSchedule } from "./faults.ts";
import { groupForRead, groupForWrite } from "./group-rows.ts";
import { findSchedule, replaceSchedule, type ScheduleRow } from "./schedule-rows.ts";
import { DEFAULT_GROUP, type Scheduler, scheduleArn } from "./scheduler.ts";
import { anchorOf, lastDueBefore, nextDueAfter } from "./upcoming.ts";

export function updateSchedule(scheduler: Scheduler): Operation {
  const { store, clock } = scheduler;
  return (input: ScheduleInput) => {
    const { Name: name, GroupName: group = DEFAULT_GROUP, ClientToken: token } = input;
    const document = documentOf(input);
    const hash = requestHash(input);
    const answer = { ScheduleArn: scheduleArn(scheduler, group, name) };
    const existing = findSchedule(store, group, name);
    if (existing && isRepeated(existing, token, hash)) {
      groupForRead(scheduler, group);
      return answer;
    }
    checkSchedule(scheduler, group, document);
    groupForWrite(scheduler, group);
    if (!existing) throw noSchedule(name);
    const nextDue = store.transaction(() => {
      scheduler.firing.fire(existing);
      const now = clock.now();
      const anchoredAt = keepsAnchor(existing.document, document) ? existing.anchoredAt : anchorOf(now);
      const next = nextAfterEdit(existing, { document, anchoredAt }, now);
      replaceSchedule(store, {
        ...existing,
        ...{ document, anchoredAt, modifiedAt: now, token: token ?? null, tokenHash: token ? hash : null },
        nextDue: next,
      });
      return next;
    });
    scheduler.rescheduled(existing.id, nextDue);
    return answer;
  };
}

/** Whether AWS lets a rate count anew at every update is not documented: here only when its timing is changed. */
function keepsAnchor(before: ScheduleDocument, after: ScheduleDocument): boolean {
  const timing = ({ ScheduleExpression, StartDate, State }: ScheduleDocument) =>
    JSON.stringify([ScheduleExpression, StartDate, State]);
  return timing(before) === timing(after);
}

/** What was due up to now has fired from the old form, at this very instant too; the new form owes only what comes. */
function nextAfterEdit(before: ScheduleRow, after: Pick<ScheduleRow, "document" | "anchoredAt">, now: number) {
  const firedNow = before.document.State === "ENABLED" && lastDueBefore(before, now + 1, now) !== undefined;
  return nextDueAfter(after, firedNow ? now : now - 1);
}
