// EventBridge Scheduler: its twelve operations, and the ticker that makes schedules fire.
import type { Log } from "../../core/log.ts";
import { within } from "../../core/within.ts";
import type { EngineContext, Service } from "../service.ts";
import { schedulerAccess } from "./access.ts";
import { createSchedule } from "./create-schedule.ts";
import { deleteSchedule } from "./delete-schedule.ts";
import { Deliverer } from "./deliverer.ts";
import { hasAnyDelivery, releaseInFlight } from "./delivery-rows.ts";
import { DueQueue } from "./due-queue.ts";
import { Firing } from "./firing.ts";
import { getSchedule } from "./get-schedule.ts";
import { ensureDefaultGroup } from "./group-rows.ts";
import { tagOperations } from "./group-tags.ts";
import { listSchedulesOperation } from "./list-schedules.ts";
import { QUOTAS, type Quotas } from "./quotas.ts";
import { limited } from "./rates.ts";
import { groupOperations } from "./schedule-groups.ts";
import { type Roles, type Scheduler, scheduleArn, type Targets } from "./scheduler.ts";
import { SCHEDULER_SCHEMA } from "./schema.ts";
import { Ticker } from "./ticker.ts";
import { updateSchedule } from "./update-schedule.ts";

export interface SchedulerDependencies {
  readonly targets: Targets;
  readonly roles: Roles | undefined;
  readonly log: Log;
  readonly quotas?: Quotas;
}

export interface SchedulerService {
  readonly service: Service;
  /** Schedules fire from now on; what came due while nothing fired is caught up. */
  start(): void;
  settle(): Promise<void>;
  /** No firing is on its way to its target. */
  atRest(): boolean;
  /** Nothing fires any more; resolves when no target is being called. One that still is after so long is called again by
   * the next engine. */
  stop(graceMs?: number): Promise<void>;
}

/** Real time: a universal target may run a function for a quarter of an hour. */
const GRACE_MS = 2_000;

export function createSchedulerService(context: EngineContext, dependencies: SchedulerDependencies): SchedulerService {
  const { store, clock, random, account, region } = context;
  const { targets, roles, log, quotas = QUOTAS } = dependencies;
  store.define(SCHEDULER_SCHEMA);
  ensureDefaultGroup(context);
  releaseInFlight(store);
  const arnOf = (group: string, name: string) => scheduleArn(context, group, name);
  const queue = new DueQueue();
  const changed = () => ticker.wake();
  const deliverer = new Deliverer({ store, clock, log, account, region, roles, targets, ended: changed });
  const firing = new Firing({ store, clock, random, queue, log, deliverer, arnOf });
  const ticker = new Ticker({ store, clock, log, queue, firing, deliverer });
  const rescheduled = (id: number, nextDue: number | null) => {
    if (nextDue !== null) queue.add(id, nextDue);
    ticker.wake();
  };
  const scheduler: Scheduler = {
    ...{ store, clock, random, account, region, roles, quotas, apis: targets.apis },
    ...{ firing, changed, rescheduled },
  };
  const all = operationsOf(scheduler);
  const operations = quotas.rates ? limited(all, clock, quotas.rates) : all;
  return {
    service: { name: "scheduler", operations, access: schedulerAccess(context) },
    start: () => ticker.start(),
    settle: () => ticker.settle(),
    atRest: () => !hasAnyDelivery(store),
    async stop(graceMs = GRACE_MS) {
      ticker.stop();
      await within(graceMs, ticker.settle());
      deliverer.stop();
    },
  };
}

function operationsOf(scheduler: Scheduler): Service["operations"] {
  return {
    CreateSchedule: createSchedule(scheduler),
    DeleteSchedule: deleteSchedule(scheduler),
    GetSchedule: getSchedule(scheduler),
    ListSchedules: listSchedulesOperation(scheduler),
    UpdateSchedule: updateSchedule(scheduler),
    ...groupOperations(scheduler),
    ...tagOperations(scheduler),
  };
}
