// Schedules in the store.
import { UnreadableRow } from "../bad-row.ts";
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

const COLUMNS =
  "scheduler_schedules.id, group_name, name, document, created_at, modified_at, anchored_at, next_due, token, token_hash";
const ROWS = `SELECT ${COLUMNS} FROM scheduler_schedules JOIN scheduler_next_due ON schedule = scheduler_schedules.id`;

function rowOf(stored: Stored): ScheduleRow {
  return {
    id: stored.id,
    group: stored.group_name,
    name: stored.name,
    document: readDocument(stored),
    createdAt: stored.created_at,
    modifiedAt: stored.modified_at,
    anchoredAt: stored.anchored_at,
    nextDue: stored.next_due,
    token: stored.token,
    tokenHash: stored.token_hash,
  };
}

function readDocument({ name, group_name, document }: Stored): ScheduleDocument {
  try {
    return JSON.parse(document) as ScheduleDocument;
  } catch (error) {
    throw new UnreadableRow(`The schedule ${name} of the group ${group_name}`, error);
  }
}

/** Without reading what it is. */
export function idOfSchedule(store: Store, group: string, name: string): number | undefined {
  const sql = "SELECT id FROM scheduler_schedules WHERE group_name = ? AND name = ?";
  return store.get<{ id: number }>(sql, group, name)?.id;
}

export function findSchedule(store: Store, group: string, name: string): ScheduleRow | undefined {
  const stored = store.get<Stored>(`${ROWS} WHERE group_name = ? AND name = ?`, group, name);
  return stored && rowOf(stored);
}

export function scheduleWithId(store: Store, id: number): ScheduleRow | undefined {
  return schedulesWithIds(store, [id])[0];
}

/** Their ids, the earliest first. */
export function dueIn(store: Store, group: string, at: number): number[] {
  const sql = `SELECT schedule AS id FROM scheduler_schedules JOIN scheduler_next_due ON schedule = scheduler_schedules.id
    WHERE group_name = ? AND next_due <= ? ORDER BY next_due, schedule`;
  return store.all<{ id: number }>(sql, group, at).map(({ id }) => id);
}

/** Those that are there, in the order of the ids. */
export function schedulesWithIds(store: Store, ids: readonly number[]): ScheduleRow[] {
  const sql = `SELECT ${COLUMNS} FROM json_each(?) AS wanted
    CROSS JOIN scheduler_schedules ON scheduler_schedules.id = wanted.value
    JOIN scheduler_next_due ON schedule = scheduler_schedules.id`;
  return store.all<Stored>(sql, JSON.stringify(ids)).map(rowOf);
}

export function countOfDue(store: Store): number {
  const sql = "SELECT count(next_due) AS count FROM scheduler_next_due";
  return store.get<{ count: number }>(sql)?.count ?? 0;
}

/** Of every schedule that is due some time, the earliest first; of two at once the older one. */
export function allNextDue(store: Store): Iterable<{ readonly id: number; readonly at: number }> {
  return store.iterate<{ id: number; at: number }>(
    `SELECT schedule AS id, next_due AS at FROM scheduler_next_due WHERE next_due IS NOT NULL ORDER BY next_due, schedule`,
  );
}

/** Call it in a transaction; the answer is the schedule's id. */
export function insertSchedule(store: Store, row: Omit<ScheduleRow, "id">): number {
  const inserted = store.get<{ id: number }>(
    `INSERT INTO scheduler_schedules (group_name, name, document, state, created_at, modified_at, anchored_at, token, token_hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    ...[row.group, row.name, JSON.stringify(row.document), row.document.State],
    ...[row.createdAt, row.modifiedAt, row.anchoredAt, row.token, row.tokenHash],
  );
  const id = inserted?.id ?? 0;
  store.run("INSERT INTO scheduler_next_due (schedule, next_due) VALUES (?, ?)", id, row.nextDue);
  return id;
}

/** Call it in a transaction. */
export function replaceSchedule(store: Store, row: ScheduleRow): void {
  store.run(
    `UPDATE scheduler_schedules SET document = ?, state = ?, modified_at = ?, anchored_at = ?, token = ?, token_hash = ?
      WHERE id = ?`,
    ...[JSON.stringify(row.document), row.document.State, row.modifiedAt, row.anchoredAt],
    ...[row.token, row.tokenHash, row.id],
  );
  setNextDue(store, row.id, row.nextDue);
}

export function setNextDue(store: Store, id: number, nextDue: number | null): void {
  store.run("UPDATE scheduler_next_due SET next_due = ? WHERE schedule = ?", nextDue, id);
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
  const sql = `${ROWS} WHERE (group_name, name) > (?, ?) AND (?3 IS NULL OR group_name = ?3) AND (?4 IS NULL OR state = ?4)
      AND name >= ?5 AND name < ?5 || char(1114111)
    ORDER BY group_name, name LIMIT ?6`;
  const values = [afterGroup, afterName, filter.group ?? null, filter.state ?? null, filter.prefix, filter.limit];
  return store.all<Stored>(sql, ...values).map(rowOf);
}
