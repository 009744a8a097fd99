// A database as the engine uses it: owned, durable at every commit, its log written back by us alone.
import { DatabaseSync } from "node:sqlite";
import { StoreDamaged, StoreLocked } from "../errors.ts";

/** SQLite's calls, with its errors in our words. */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA wal_autocheckpoint = 0");
    database.exec("BEGIN IMMEDIATE");
    database.exec("COMMIT");
    return database;
  } catch (error) {
    try {
      database?.close();
    } catch {}
    throw storeError(error, path);
  }
}

const open = new Set<DatabaseSync>();

/** Node closes what is open when it ends by itself, and SQLite then writes its log back with nobody to note the sums. A
 * store that was not closed by us stays as it is instead, as after a kill: all that was acknowledged is in it. */
export function neverCloseUnseen(database: DatabaseSync): void {
  if (open.size === 0) process.once("exit", leaveOpen);
  open.add(database);
}

/** The keeper has brought the database up to date. */
export function closeSeen(database: DatabaseSync): void {
  database.close();
  open.delete(database);
  if (open.size === 0) process.off("exit", leaveOpen);
}

const leaveOpen = () => process.exit();

export function storeError(error: unknown, path: string): unknown {
  const code = (error as { errcode?: number }).errcode ?? 0;
  const text = (error as Error).message;
  if ((code & 0xff) === 5 || /database is locked/.test(text)) return new StoreLocked(path, error);
  if ((code & 0xff) === 11 || (code & 0xff) === 26) return new StoreDamaged(path, text, error);
  return error;
}
