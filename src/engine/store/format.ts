// The format of the store, and the steps that bring an older one up: one transaction, so that a kill leaves the old or the new.
import type { DatabaseSync } from "node:sqlite";
import { crashPoint } from "../../core/crash-point.ts";

/** Raised with every change of any table's layout; an older store is brought up, a newer one refused. */
export const FORMAT = 4;

const NEXT_DUE_APART = `
  CREATE TABLE scheduler_next_due (
    schedule INTEGER PRIMARY KEY REFERENCES scheduler_schedules (id) ON DELETE CASCADE, next_due INTEGER) STRICT;
  INSERT INTO scheduler_next_due SELECT id, next_due FROM scheduler_schedules;
  DROP INDEX scheduler_schedules_due;
  ALTER TABLE scheduler_schedules DROP COLUMN next_due;`;

const EVENTS_IN_ORDER = `
  ALTER TABLE lambda_events RENAME TO lambda_events_by_request;
  DROP INDEX lambda_events_due;
  CREATE TABLE lambda_events (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, name TEXT NOT NULL, qualifier TEXT, payload TEXT NOT NULL,
    accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, throttles INTEGER NOT NULL,
    running INTEGER NOT NULL);
  INSERT INTO lambda_events (request_id, name, qualifier, payload, accepted_at, due_at, attempts, throttles, running)
    SELECT request_id, name, qualifier, payload, accepted_at, due_at, attempts, throttles, running
    FROM lambda_events_by_request ORDER BY accepted_at, due_at;
  DROP TABLE lambda_events_by_request;`;

const MESSAGES_IN_ORDER = `
  ALTER TABLE sqs_messages ADD COLUMN message_group TEXT;
  ALTER TABLE sqs_messages ADD COLUMN deduplication TEXT;
  ALTER TABLE sqs_messages ADD COLUMN sequence INTEGER;`;

/** From the format to the one after it. A table that is not there yet will be made in the newest layout. */
const STEPS: Readonly<Record<number, readonly { readonly table: string; readonly sql: string }[]>> = {
  1: [{ table: "s3_blobs", sql: "ALTER TABLE s3_blobs ADD COLUMN sums BLOB" }],
  2: [
    { table: "scheduler_schedules", sql: NEXT_DUE_APART },
    { table: "lambda_events", sql: EVENTS_IN_ORDER },
  ],
  3: [{ table: "sqs_messages", sql: MESSAGES_IN_ORDER }],
};

export function bringUp(database: DatabaseSync, from: number): void {
  database.exec("BEGIN IMMEDIATE");
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
  for (let format = Math.max(1, from); format < FORMAT; format++) {
    for (const { table, sql } of STEPS[format] ?? []) {
      crashPoint("bringing-up");
      if (exists.get(table)) database.exec(sql);
    }
  }
  crashPoint("bringing-up");
  database.exec(`PRAGMA user_version = ${FORMAT}`);
  crashPoint("bringing-up");
  database.exec("COMMIT");
}
