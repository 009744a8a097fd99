// Opens a store's files: owned, verified, brought up to the newest format, in this order.
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { crashPoint } from "../../core/crash-point.ts";
import { StoreDamaged } from "../errors.ts";
import { bringUp, FORMAT } from "./format.ts";
import { Keeper } from "./keeper.ts";
import { neverCloseUnseen, openDatabase, storeError } from "./open-database.ts";
import { type Ownership, own } from "./owner.ts";
import { keepPrivate, makePrivateFile, syncFolder } from "./private-folder.ts";
import { NOTHING_LOGGED, SumsFile } from "./sums.ts";
import { type Found, type Paths, verify } from "./verify.ts";

export interface OpenFiles {
  readonly database: DatabaseSync;
  readonly keeper: Keeper;
  readonly ownership: Ownership;
}

/** Throws StoreLocked, StoreDamaged, StoreTooNew or StoreExposed; then nothing was changed. */
export function openFiles(path: string): OpenFiles {
  const paths = { database: path, log: `${path}-wal`, sums: `${path}-sums` };
  const lockPath = `${path}-lock`;
  makePrivateFile(lockPath);
  for (const each of [path, paths.log, paths.sums, lockPath]) keepPrivate(each, 0o600);
  const ownership = own(lockPath, path);
  try {
    const found = verify(paths);
    return { ...open(paths, found), ownership };
  } catch (error) {
    ownership.release();
    throw error;
  }
}

function open(paths: Paths, found: Found): Omit<OpenFiles, "ownership"> {
  if (found.kind === "new") makeDatabase(paths.database);
  if (found.kind !== "sound") makeSums(paths);
  // A log without a commit is of no use; begun anew it cannot be taken for what a torn end left.
  else if (found.wal.frames === 0) rmSync(paths.log, { force: true });
  const database = openDatabase(paths.database);
  neverCloseUnseen(database);
  const sums = new SumsFile(paths.sums, "r+");
  try {
    if (!sums.seal) throw new StoreDamaged(paths.sums, "its seal is missing");
    const format = found.kind === "new" ? 0 : found.format;
    if (format < FORMAT) bringUp(database, format);
    return { database, keeper: new Keeper(paths, database, sums, sums.seal) };
  } catch (error) {
    sums.close();
    throw storeError(error, paths.database);
  }
}

/** A new store is whole before it has its name. */
function makeDatabase(path: string): void {
  const draft = `${path}-new`;
  for (const end of ["", "-wal", "-journal"]) rmSync(`${draft}${end}`, { force: true });
  makePrivateFile(draft);
  openDatabase(draft).close();
  crashPoint("making-store");
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** For a store that has none yet: of all its pages, once SQLite has looked through them. */
function makeSums(paths: Paths): void {
  const database = openDatabase(paths.database);
  let pageSize: number;
  try {
    pageSize = Number(database.prepare("PRAGMA page_size").get()?.["page_size"]);
    const check = String(database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] ?? "no answer");
    if (check !== "ok") throw new StoreDamaged(paths.database, check);
  } catch (error) {
    throw storeError(error, paths.database);
  } finally {
    database.close();
  }
  crashPoint("making-store");
  const pages = sumsOf(paths.database, pageSize);
  const sums = new SumsFile(paths.sums, "w+");
  try {
    sums.writeSums(pages);
    crashPoint("making-store");
    sums.writeSeal({ ...NOTHING_LOGGED, making: true, pageSize, pages: pages.size });
  } finally {
    sums.close();
  }
  syncFolder(dirname(paths.database));
}

function sumsOf(path: string, pageSize: number): Map<number, number> {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
    const sums = new Map<number, number>();
    const page = Buffer.alloc(pageSize);
    while (readSync(file, page, 0, pageSize, sums.size * pageSize) === pageSize) sums.set(sums.size + 1, crc32(page));
    return sums;
  } finally {
    closeSync(file);
  }
}
