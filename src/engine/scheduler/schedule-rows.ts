// Schedules in the store.
import type { Store } from "../store.ts";
import type { ScheduleDocument } from "./document.ts";

export interface ScheduleRow {
  readonly id: number;
  readonly group: string;
  readonly name: string;
  readonly document: ScheduleDocument;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** What a rate counts from. */
  readonly anchoredAt: number;
  readonly nextDue: number | null;
  readonly token: string | null;
  readonly tokenHash: string | null;
}

interface Stored {
  readonly id: number;
  readonly group_name: string;
  readonly name: string;
  readonly document: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly anchored_at: number;
  readonly next_due: number | null;
  readonly token: string | null;
  readonly token_hash: string | null;
}

const COLUMNS = "id, group_name, name, document, created_at, modified_at, anchored_at, next_due, token, token_hash";

function rowOf(stored: Stored): ScheduleRow {
  return {
    id: stored.id,
    group: stored.group_name,
    name: stored.name,
    document: JSON.parse(stored.document) as ScheduleDocument,
    createdAt: stored.created_at,
    modifiedAt: stored.modified_at,
    anchoredAt: stored.anchored_at,
    nextDue: stored.next_due,
    token: stored.token,
    tokenHash: stored.token_hash,
  };
}

export function findSchedule(store: Store, group: string, name: string): ScheduleRow | undefined {
  const sql = `SELECT ${COLUMNS} FROM scheduler_schedules WHERE group_name = ? AND name = ?`;
  const stored = store.get<Stored>(sql, group, name);
  return stored && rowOf(stored);
}

/** What is due at the instant, the earliest first. */
export function schedulesDueBy(store: Store, at: number, limit: number): ScheduleRow[] {
  const sql = `SELECT ${COLUMNS} FROM scheduler_schedules WHERE next_due <= ? ORDER BY next_due, id LIMIT ?`;
  return store.all<Stored>(sql, at, limit).map(rowOf);
}

export function findDueIn(store: Store, group: string, at: number): ScheduleRow[] {
  const sql = `SELECT ${COLUMNS} FROM scheduler_schedules WHERE group_name = ? AND next_due <= ? ORDER BY next_due, id`;
  return store.all<Stored>(sql, group, at).map(rowOf);
}

export function earliestDue(store: Store): number | undefined {
  const sql = "SELECT next_due AS at FROM scheduler_schedules WHERE next_due IS NOT NULL ORDER BY next_due LIMIT 1";
  return store.get<{ at: number }>(sql)?.at;
}

export function insertSchedule(store: Store, row: Omit<ScheduleRow, "id">): void {
  store.run(
    `INSERT INTO scheduler_schedules
      (group_name, name, document, state, created_at, modified_at, anchored_at, next_due, token, token_hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.group, row.name, JSON.stringify(row.document), row.document.State],
    ...[row.createdAt, row.modifiedAt, row.anchoredAt, row.nextDue, row.token, row.tokenHash],
  );
}

export function replaceSchedule(store: Store, row: ScheduleRow): void {
  store.run(
    `UPDATE scheduler_schedules SET document = ?, state = ?, modified_at = ?, anchored_at = ?, next_due = ?, token = ?,
      token_hash = ? WHERE id = ?`,
    ...[JSON.stringify(row.document), row.document.State, row.modifiedAt, row.anchoredAt, row.nextDue],
    ...[row.token, row.tokenHash, row.id],
  );
}

export function setNextDue(store: Store, id: number, nextDue: number | null): void {
  store.run("UPDATE scheduler_schedules SET next_due = ? WHERE id = ?", nextDue, id);
}

export function removeSchedule(store: Store, id: number): void {
  store.run("DELETE FROM scheduler_schedules WHERE id = ?", id);
}

export interface Filter {
  readonly group: string | undefined;
  readonly prefix: string;
  readonly state: string | undefined;
  readonly after: readonly [group: string, name: string];
  readonly limit: number;
}

/** By group, then name. The prefix is compared as a range, so that the index serves it and `_` means itself. */
export function listSchedules(store: Store, filter: Filter): ScheduleRow[] {
  const [afterGroup, afterName] = filter.after;
  const sql = `SELECT ${COLUMNS} FROM scheduler_schedules
    WHERE (group_name, name) > (?, ?) AND (?3 IS NULL OR group_name = ?3) AND (?4 IS NULL OR state = ?4)
      AND name >= ?5 AND name < ?5 || char(1114111)
    ORDER BY group_name, name LIMIT ?6`;
  const values = [afterGroup, afterName, filter.group ?? null, filter.state ?? null, filter.prefix, filter.limit];
  return store.all<Stored>(sql, ...values).map(rowOf);
}
