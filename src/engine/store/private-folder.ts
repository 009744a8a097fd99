// The folder of a store: its owner's alone, and there after a power cut.
import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StoreExposed } from "../errors.ts";

const WINDOWS = process.platform === "win32";

/** Makes it where it is missing, with all above it; what others could read or write is closed to them. */
export function makePrivateFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let made = folder; first !== undefined && made.startsWith(first); made = dirname(made)) {
    syncFolder(dirname(made));
  }
  keepPrivate(folder, 0o700);
}

/** Files that are there; others are made private by their maker. */
export function keepPrivate(path: string, mode: 0o700 | 0o600): void {
  if (WINDOWS) return;
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || (found.mode & 0o077) === 0) return;
  try {
    chmodSync(path, mode);
  } catch (error) {
    throw new StoreExposed(path, found.mode & 0o777, error);
  }
}

/** SQLite gives the files it makes the database's own mode: that one is made first. */
export function makePrivateFile(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) closeSync(openSync(path, "a", 0o600));
}

/** A new, renamed or deleted file is so after a power cut only when its folder was synced. */
export function syncFolder(folder: string): void {
  if (WINDOWS) return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
