// The format of the store, and the steps that bring an older one up: one transaction, so that a kill leaves the old or the new.
import type { DatabaseSync } from "node:sqlite";
import { crashPoint } from "../../core/crash-point.ts";

/** Raised with every change of any table's layout; an older store is brought up, a newer one refused. */
export const FORMAT = 2;

/** From the format to the one after it. A table that is not there yet will be made in the newest layout. */
const STEPS: Readonly<Record<number, readonly { readonly table: string; readonly sql: string }[]>> = {
  1: [{ table: "s3_blobs", sql: "ALTER TABLE s3_blobs ADD COLUMN sums BLOB" }],
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
