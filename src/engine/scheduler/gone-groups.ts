// A group that is being deleted goes with its schedules when its time has come; what they owed until then has fired.
import type { Store } from "../store.ts";
import { dueIn } from "./schedule-rows.ts";
import type { Scheduler } from "./scheduler.ts";

export function removeGoneGroups({ store, clock, firing }: Pick<Scheduler, "store" | "clock" | "firing">): void {
  const sql = "SELECT name, gone_at FROM scheduler_groups WHERE gone_at <= ?";
  const gone = store.all<{ name: string; gone_at: number }>(sql, clock.now());
  if (gone.length === 0) return;
  store.transaction(() => {
    for (const { name, gone_at } of gone) {
      for (const id of dueIn(store, name, gone_at)) firing.fireOwed(id, gone_at);
      store.run("DELETE FROM scheduler_schedules WHERE group_name = ?", name);
      store.run("DELETE FROM scheduler_groups WHERE name = ?", name);
    }
  });
}

export function earliestGone(store: Store): number | undefined {
  const sql = "SELECT min(gone_at) AS at FROM scheduler_groups WHERE gone_at IS NOT NULL";
  return store.get<{ at: number | null }>(sql)?.at ?? undefined;
}
