// Deliveries in the store: a firing, from its due time until the target or the dead-letter queue has it.
import type { Store } from "../store.ts";
import type { Target } from "./document.ts";

export interface Delivery {
  /** Undefined while it has no row: its first attempt is part of the transaction in which its schedule fired. */
  readonly id: number | undefined;
  readonly scheduleId: number;
  readonly executionId: string;
  /** The schedule's. */
  readonly arn: string;
  /** As it was when the schedule fired: later edits do not reach it. */
  readonly target: Target;
  readonly dueAt: number;
  /** When the first attempt was to be made: the due time, or a moment in its flexible window. */
  readonly bornAt: number;
  /** The next attempt's number, from 1. */
  readonly attempt: number;
}

/** As it lies in the store, its target unread. */
export interface StoredDelivery {
  readonly id: number;
  readonly schedule_id: number;
  readonly execution_id: string;
  readonly arn: string;
  readonly target: string;
  readonly due_at: number;
  readonly born_at: number;
  readonly attempt: number;
}

/** The next attempt, of the number that it carries, is made at the instant. */
export function insertDelivery(store: Store, delivery: Delivery, nextAt: number): void {
  store.run(
    `INSERT INTO scheduler_deliveries (schedule_id, execution_id, arn, target, due_at, born_at, attempt, next_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[delivery.scheduleId, delivery.executionId, delivery.arn, JSON.stringify(delivery.target)],
    ...[delivery.dueAt, delivery.bornAt, delivery.attempt, nextAt],
  );
}

export function deliveriesDueBy(store: Store, at: number, limit: number): StoredDelivery[] {
  const sql = `SELECT id, schedule_id, execution_id, arn, target, due_at, born_at, attempt FROM scheduler_deliveries
    WHERE next_at <= ? ORDER BY next_at, id LIMIT ?`;
  return store.all<StoredDelivery>(sql, at, limit);
}

export function readDelivery(stored: StoredDelivery): Delivery {
  return {
    id: stored.id,
    scheduleId: stored.schedule_id,
    executionId: stored.execution_id,
    arn: stored.arn,
    target: JSON.parse(stored.target) as Target,
    dueAt: stored.due_at,
    bornAt: stored.born_at,
    attempt: stored.attempt,
  };
}

export function earliestAttempt(store: Store): number | undefined {
  const sql = "SELECT next_at AS at FROM scheduler_deliveries WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1";
  return store.get<{ at: number }>(sql)?.at;
}

/** Out of the queue while its target is being called. */
export function markInFlight(store: Store, id: number): void {
  store.run("UPDATE scheduler_deliveries SET next_at = NULL WHERE id = ?", id);
}

/** After a crash nothing is in flight: what was, is tried again. */
export function releaseInFlight(store: Store): void {
  store.run("UPDATE scheduler_deliveries SET next_at = born_at WHERE next_at IS NULL");
}

export function scheduleRetry(store: Store, id: number, attempt: number, nextAt: number): void {
  store.run("UPDATE scheduler_deliveries SET attempt = ?, next_at = ? WHERE id = ?", attempt, nextAt, id);
}

export function removeDelivery(store: Store, id: number): void {
  store.run("DELETE FROM scheduler_deliveries WHERE id = ?", id);
}

export function hasAnyDelivery(store: Store): boolean {
  return store.get("SELECT 1 FROM scheduler_deliveries LIMIT 1") !== undefined;
}

export function hasDeliveries(store: Store, scheduleId: number): boolean {
  return store.get("SELECT 1 FROM scheduler_deliveries WHERE schedule_id = ? LIMIT 1", scheduleId) !== undefined;
}
