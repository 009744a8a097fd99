// Turns due times into deliveries on record, and moves the schedule on, in one transaction: neither lost nor repeated.
import type { Clock } from "../../core/clock.ts";
import { crashPoint } from "../../core/crash-point.ts";
import type { Random } from "../../core/random.ts";
import type { Store } from "../store.ts";
import { dueToFire } from "./catch-up.ts";
import { goesWhenCompleted } from "./completion.ts";
import { hasDeliveries, insertDelivery } from "./delivery-rows.ts";
import { removeSchedule, type ScheduleRow, schedulesDueBy, setNextDue } from "./schedule-rows.ts";
import { nextDueAfter } from "./upcoming.ts";

interface FiringContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  arnOf(group: string, name: string): string;
}

export class Firing {
  readonly #context: FiringContext;

  constructor(context: FiringContext) {
    this.#context = context;
  }

  /** Fires what is due now, at most `limit` schedules; true when there may be more. */
  fireBatch(limit: number): boolean {
    const { store, clock } = this.#context;
    const rows = schedulesDueBy(store, clock.now(), limit);
    if (rows.length === 0) return false;
    store.transaction(() => {
      for (const row of rows) this.fire(row);
    });
    crashPoint("firing-recorded");
    return rows.length === limit;
  }

  /** What the schedule owes up to now, before it is changed or deleted: an edit takes no due time away. */
  fire(row: ScheduleRow, until: number = this.#context.clock.now()): void {
    const { store, random } = this.#context;
    if (row.nextDue === null || row.nextDue > until) return;
    const due = dueToFire(row, until);
    for (const dueAt of due) {
      insertDelivery(store, {
        scheduleId: row.id,
        executionId: random.hex(8),
        arn: this.#context.arnOf(row.group, row.name),
        target: row.document.Target,
        dueAt,
        bornAt: dueAt + this.#offset(row),
      });
    }
    const next = nextDueAfter(row, Math.max(until, due.at(-1) ?? row.nextDue));
    setNextDue(store, row.id, next);
    if (next === null && due.length === 0) this.#completed(row);
  }

  /** A flexible schedule fires at a random moment of its window (User Guide, Flexible time windows). */
  #offset(row: ScheduleRow): number {
    const { Mode, MaximumWindowInMinutes: minutes = 0 } = row.document.FlexibleTimeWindow;
    if (Mode === "OFF") return 0;
    return Math.floor((Number.parseInt(this.#context.random.hex(6), 16) / 2 ** 48) * minutes * 60_000);
  }

  #completed(row: ScheduleRow): void {
    const { store } = this.#context;
    if (goesWhenCompleted(row.document) && !hasDeliveries(store, row.id)) removeSchedule(store, row.id);
  }
}
