// DeleteSchedule.
import type { Operation } from "../service.ts";
import { rememberDeletion, wasDeletedBy } from "./client-token.ts";
import { noSchedule } from "./faults.ts";
import { groupForWrite } from "./group-rows.ts";
import { idOfSchedule, removeSchedule } from "./schedule-rows.ts";
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
    const id = idOfSchedule(store, group, name);
    if (id === undefined) throw noSchedule(name);
    store.transaction(() => {
      scheduler.firing.fireOwed(id);
      removeSchedule(store, id);
      rememberDeletion(scheduler, token, arn);
    });
    scheduler.changed();
    return {};
  };
}
