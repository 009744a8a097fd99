// Turns due times into deliveries on record, and moves the schedule on, in one transaction: neither lost nor repeated.
import type { Clock } from "../../core/clock.ts";
import { crashPoint } from "../../core/crash-point.ts";
import { messageOf } from "../../core/error.ts";
import type { Log } from "../../core/log.ts";
import type { Random } from "../../core/random.ts";
import { isBadRow, UnreadableRow } from "../bad-row.ts";
import type { Store } from "../store.ts";
import { dueToFire } from "./catch-up.ts";
import { goesWhenCompleted } from "./completion.ts";
import type { Deliverer } from "./deliverer.ts";
import { hasDeliveries } from "./delivery-rows.ts";
import type { DueQueue } from "./due-queue.ts";
import { removeSchedule, type ScheduleRow, schedulesWithIds, scheduleWithId, setNextDue } from "./schedule-rows.ts";

interface FiringContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly queue: DueQueue;
  readonly log: Pick<Log, "warn">;
  readonly deliverer: Pick<Deliverer, "accept" | "inOneTransaction">;
  arnOf(group: string, name: string): string;
}

export class Firing {
  readonly #context: FiringContext;

  constructor(context: FiringContext) {
    this.#context = context;
  }

  /** Fires those of the schedules that are due now, and puts them in the queue for their next due time. */
  fireAll(ids: readonly number[]): void {
    const all = [...new Set(ids)];
    try {
      this.#fireTogether(all);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      this.#fireApart(all, error);
    }
  }

  /** One of them cannot be read: by halves, until it is alone. */
  #fireApart(ids: readonly number[], error: unknown): void {
    const [first] = ids;
    if (first !== undefined && ids.length === 1) {
      this.#leaveOut(first, error);
      return;
    }
    const half = Math.ceil(ids.length / 2);
    for (const part of [ids.slice(0, half), ids.slice(half)]) this.fireAll(part);
  }

  /** It is not in the queue any more, until it is written anew or the engine starts again. */
  #leaveOut(id: number, error: unknown): void {
    const { store, log } = this.#context;
    const sql = "SELECT group_name, name FROM scheduler_schedules WHERE id = ?";
    const { name, group_name } = store.get<{ group_name: string; name: string }>(sql, id) ?? {};
    const reason =
      error instanceof UnreadableRow
        ? error
        : new UnreadableRow(`The schedule ${name} of the group ${group_name}`, error);
    log.warn(`It does not fire: ${messageOf(reason)}`);
  }

  #fireTogether(ids: readonly number[]): void {
    const { store, queue, deliverer } = this.#context;
    const moved: [id: number, next: number][] = [];
    deliverer.inOneTransaction(() => {
      for (const row of schedulesWithIds(store, ids)) {
        const next = this.fire(row);
        if (typeof next === "number") moved.push([row.id, next]);
        else if (next === null) this.#completed(row);
      }
    });
    crashPoint("firing-recorded");
    for (const [id, next] of moved) queue.add(id, next);
  }

  /** What a schedule owes before it is deleted; one that cannot be read owes nothing, or it could not be deleted at all. */
  fireOwed(id: number, until: number = this.#context.clock.now()): void {
    try {
      const row = scheduleWithId(this.#context.store, id);
      if (row) this.fire(row, until);
    } catch (error) {
      if (!isBadRow(error)) throw error;
      this.#context.log.warn(`A schedule is deleted without firing what it owed: ${messageOf(error)}`);
    }
  }

  /** What the schedule owes up to now, before it is changed: an edit takes no due time away. Answers its next
   * due time; undefined when nothing was due. */
  fire(row: ScheduleRow, until: number = this.#context.clock.now()): number | null | undefined {
    const { store, random, deliverer } = this.#context;
    if (row.nextDue === null || row.nextDue > until) return undefined;
    const { due, next } = dueToFire(row, until);
    setNextDue(store, row.id, next);
    for (const dueAt of due) {
      deliverer.accept({
        id: undefined,
        attempt: 1,
        scheduleId: row.id,
        executionId: random.hex(8),
        arn: this.#context.arnOf(row.group, row.name),
        target: row.document.Target,
        dueAt,
        bornAt: dueAt + this.#offset(row),
      });
    }
    return next;
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
