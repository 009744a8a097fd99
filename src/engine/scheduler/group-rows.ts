// Schedule groups in the store.
import type { Store } from "../store.ts";
import { conflict, noGroup } from "./faults.ts";
import { removeGoneGroups } from "./gone-groups.ts";
import { DEFAULT_GROUP, type Scheduler } from "./scheduler.ts";

export interface GroupRow {
  readonly name: string;
  readonly state: "ACTIVE" | "DELETING";
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly token: string | null;
  readonly tokenHash: string | null;
}

interface Stored {
  readonly name: string;
  readonly state: "ACTIVE" | "DELETING";
  readonly created_at: number;
  readonly modified_at: number;
  readonly tags: string;
  readonly token: string | null;
  readonly token_hash: string | null;
}

const COLUMNS = "name, state, created_at, modified_at, tags, token, token_hash";

function rowOf(stored: Stored): GroupRow {
  return {
    name: stored.name,
    state: stored.state,
    createdAt: stored.created_at,
    modifiedAt: stored.modified_at,
    tags: JSON.parse(stored.tags) as Record<string, string>,
    token: stored.token,
    tokenHash: stored.token_hash,
  };
}

export function ensureDefaultGroup(scheduler: Pick<Scheduler, "store" | "clock">): void {
  if (findGroup(scheduler.store, DEFAULT_GROUP)) return;
  insertGroup(scheduler.store, {
    name: DEFAULT_GROUP,
    createdAt: scheduler.clock.now(),
    tags: {},
    token: null,
    tokenHash: null,
  });
}

export function findGroup(store: Store, name: string): GroupRow | undefined {
  const stored = store.get<Stored>(`SELECT ${COLUMNS} FROM scheduler_groups WHERE name = ?`, name);
  return stored && rowOf(stored);
}

type Within = Pick<Scheduler, "store" | "clock" | "firing">;

/** The group, or the service's error; writes are refused while it is being deleted. */
export function groupForRead(scheduler: Within, name: string): GroupRow {
  removeGoneGroups(scheduler);
  const group = findGroup(scheduler.store, name);
  if (!group) throw noGroup(name);
  return group;
}

export function groupForWrite(scheduler: Within, name: string): GroupRow {
  const group = groupForRead(scheduler, name);
  if (group.state === "DELETING") throw conflict(`Schedule group ${name} is being deleted.`);
  return group;
}

export function insertGroup(store: Store, row: Omit<GroupRow, "state" | "modifiedAt">): void {
  store.run(
    `INSERT INTO scheduler_groups (name, state, created_at, modified_at, gone_at, tags, token, token_hash)
      VALUES (?, 'ACTIVE', ?, ?, NULL, ?, ?, ?)`,
    ...[row.name, row.createdAt, row.createdAt, JSON.stringify(row.tags), row.token, row.tokenHash],
  );
}

export function setTags(store: Store, name: string, tags: Readonly<Record<string, string>>, at: number): void {
  store.run("UPDATE scheduler_groups SET tags = ?, modified_at = ? WHERE name = ?", JSON.stringify(tags), at, name);
}

export function markDeleting(store: Store, name: string, now: number, goneAt: number): void {
  const sql = "UPDATE scheduler_groups SET state = 'DELETING', modified_at = ?, gone_at = ? WHERE name = ?";
  store.run(sql, now, goneAt, name);
}

export function listGroups(store: Store, prefix: string, after: string, limit: number): GroupRow[] {
  const sql = `SELECT ${COLUMNS} FROM scheduler_groups
    WHERE name > ? AND name >= ?2 AND name < ?2 || char(1114111) ORDER BY name LIMIT ?3`;
  return store.all<Stored>(sql, after, prefix, limit).map(rowOf);
}
