// How many schedules and groups there may be (User Guide, Quotas).
import { ServiceError } from "../service.ts";
import type { Scheduler } from "./scheduler.ts";

export interface Quotas {
  readonly schedules: number;
  readonly groups: number;
  /** Requests a second, by operation. Without it they are not limited: this machine is no shared service. */
  readonly rates?: Readonly<Record<string, number>> | undefined;
}

/** AWS's own, before anybody asks for more. */
export const QUOTAS: Quotas = { schedules: 10_000_000, groups: 500 };

export function checkScheduleQuota({ store, quotas }: Scheduler): void {
  // Ids only grow: while the largest is below the quota, nothing needs to be counted.
  const largest = store.get<{ id: number | null }>("SELECT max(id) AS id FROM scheduler_schedules")?.id ?? 0;
  if (largest < quotas.schedules) return;
  if (countOf(store, "scheduler_schedules") >= quotas.schedules) throw exceeded("schedules", quotas.schedules);
}

export function checkGroupQuota({ store, quotas }: Scheduler): void {
  if (countOf(store, "scheduler_groups") >= quotas.groups) throw exceeded("schedule groups", quotas.groups);
}

function countOf(store: Scheduler["store"], table: "scheduler_schedules" | "scheduler_groups"): number {
  return store.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
}

function exceeded(what: string, most: number): ServiceError {
  return new ServiceError("ServiceQuotaExceededException", `The account has its quota of ${most} ${what}.`);
}
