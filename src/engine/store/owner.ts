// One owner per store: a lock that the system takes back when its holder ends, however it ends.
import { DatabaseSync } from "node:sqlite";
import { StoreLocked } from "../errors.ts";

export interface Ownership {
  release(): void;
}

/** The lock is SQLite's on a file of its own, which stays empty: it is held before the store's files are even looked at,
 * it needs no process id that could be somebody else's by now, and it holds between containers on one volume. */
export function own(lockPath: string, storePath: string): Ownership {
  const lock = new DatabaseSync(lockPath, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === 5) throw new StoreLocked(storePath, error);
    throw error;
  }
  return { release: () => lock.close() };
}
