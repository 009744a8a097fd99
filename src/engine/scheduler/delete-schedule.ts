// DeleteSchedule.
import type { Operation } from "../service.ts";
import { rememberDeletion, wasDeletedBy } from "./client-token.ts";
import { noSchedule } from "./faults.ts";
import { groupForWrite } from "./group-rows.ts";
import { findSchedule, removeSchedule } from "./schedule-rows.ts";
import { DEFAULT_GROUP, type Scheduler, scheduleArn } from "./scheduler.ts";

interface Input {
  readonly Name: string;
  readonly GroupName?: string;
  readonly ClientToken?: string;
}

export function deleteSchedule(scheduler: Scheduler): Operation {
  const { store } = scheduler;
  return ({ Name: name, GroupName: group = DEFAULT_GROUP, ClientToken: token }: Input) => {
    const arn = scheduleArn(scheduler, group, name);
    if (wasDeletedBy(scheduler, token, arn)) return {};
    groupForWrite(scheduler, group);
    const row = findSchedule(store, group, name);
    if (!row) throw noSchedule(name);
    store.transaction(() => {
      scheduler.firing.fire(row);
      removeSchedule(store, row.id);
      rememberDeletion(scheduler, token, arn);
    });
    scheduler.changed();
    return {};
  };
}
