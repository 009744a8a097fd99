// Events on their way to a target: in the store from the first attempt that failed until the target or its dead letters have it.
import type { Store } from "../store.ts";
import type { BusEvent } from "./deliver.ts";
import type { Target } from "./targets.ts";

export interface Undelivered {
  /** Undefined while it has no row: its first attempt is part of the transaction that took the event. */
  readonly id: number | undefined;
  readonly ruleArn: string;
  readonly ruleName: string;
  /** As it was when the rule matched: later edits do not reach it. */
  readonly target: Target;
  readonly event: BusEvent;
  /** Epoch milliseconds: when the bus took the event. */
  readonly bornAt: number;
  /** The next attempt's number, from 1. */
  readonly attempt: number;
}

/** As it lies in the store, unread. */
export interface StoredUndelivered {
  readonly id: number;
  readonly rule_arn: string;
  readonly rule_name: string;
  readonly target: string;
  readonly event: string;
  readonly born_at: number;
  readonly attempt: number;
}

export function attemptAgainAt(store: Store, one: Undelivered, at: number): void {
  if (one.id !== undefined) {
    store.run("UPDATE events_undelivered SET attempt = ?, next_at = ? WHERE id = ?", one.attempt + 1, at, one.id);
    return;
  }
  store.run(
    `INSERT INTO events_undelivered (rule_arn, rule_name, target, event, born_at, attempt, next_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[one.ruleArn, one.ruleName, JSON.stringify(one.target), JSON.stringify(one.event)],
    ...[one.bornAt, one.attempt + 1, at],
  );
}

export function removeUndelivered(store: Store, { id }: Undelivered): void {
  if (id !== undefined) store.run("DELETE FROM events_undelivered WHERE id = ?", id);
}

export function undeliveredDueBy(store: Store, at: number, limit: number): StoredUndelivered[] {
  const sql = "SELECT * FROM events_undelivered WHERE next_at <= ? ORDER BY next_at, id LIMIT ?";
  return store.all<StoredUndelivered>(sql, at, limit);
}

export function lookAgainAt(store: Store, id: number, at: number): void {
  store.run("UPDATE events_undelivered SET next_at = ? WHERE id = ?", at, id);
}

export function readUndelivered(row: StoredUndelivered): Undelivered {
  return {
    id: row.id,
    ruleArn: row.rule_arn,
    ruleName: row.rule_name,
    target: JSON.parse(row.target) as Target,
    event: JSON.parse(row.event) as BusEvent,
    bornAt: row.born_at,
    attempt: row.attempt,
  };
}

export function nextAttemptAt(store: Store): number | undefined {
  const row = store.get<{ at: number | null }>("SELECT min(next_at) AS at FROM events_undelivered");
  return row?.at ?? undefined;
}
