// Whether the files of a store are what was written: every page against its sum, the log against its seal.
// It reads only, and runs before SQLite opens anything: of a damaged store nothing is changed.
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { StoreDamaged, StoreTooNew } from "../errors.ts";
import { FORMAT } from "./format.ts";
import { type Seal, SumsFile } from "./sums.ts";
import { readWal, type Wal } from "./wal.ts";

/** The first format that has sums. */
const FIRST_WITH_SUMS = 2;
const PAGES_PER_READ = 256;

export interface Paths {
  readonly database: string;
  readonly log: string;
  readonly sums: string;
}

export type Found =
  /** Nothing was ever kept in it. */
  | { readonly kind: "new" }
  /** Older than the sums, or left half made: nothing but SQLite's own checks can speak for it. */
  | { readonly kind: "unsummed"; readonly format: number }
  | { readonly kind: "sound"; readonly format: number; readonly wal: Wal };

/** Throws StoreDamaged and StoreTooNew. */
export function verify(paths: Paths): Found {
  const wal = readWal(paths.log);
  const database = openIfThere(paths.database);
  try {
    const format = formatOf(paths.database, wal, database);
    if (format > FORMAT) throw new StoreTooNew(paths.database, format, FORMAT);
    if (!existsSync(paths.sums)) return withoutSums(paths, wal, database, format);
    const sums = new SumsFile(paths.sums, "r");
    try {
      return withSums(paths, wal, database, format, sums);
    } finally {
      sums.close();
    }
  } finally {
    if (database !== undefined) closeSync(database);
  }
}

function withoutSums(paths: Paths, wal: Wal, database: number | undefined, format: number): Found {
  if (database === undefined || fstatSync(database).size === 0) {
    if (wal.frames > 0) throw new StoreDamaged(paths.database, "its log is there, and it is not");
    return { kind: "new" };
  }
  if (format < FIRST_WITH_SUMS) return { kind: "unsummed", format };
  throw new StoreDamaged(paths.sums, "the file of its sums is missing");
}

function withSums(paths: Paths, wal: Wal, database: number | undefined, format: number, sums: SumsFile): Found {
  const { seal } = sums;
  if (database === undefined || fstatSync(database).size === 0) {
    throw new StoreDamaged(paths.database, database === undefined ? "it is missing" : "it is empty");
  }
  // A store gets its format last: until then its making, or bringing up, begins again.
  if (format < FIRST_WITH_SUMS && (!seal || seal.making)) return { kind: "unsummed", format };
  if (!seal) throw new StoreDamaged(paths.sums, "it holds no seal that is whole");
  if (!sums.clean) throw new StoreDamaged(paths.sums, "it holds bytes that were never written");
  checkLog(paths.log, wal, seal);
  checkPages(paths, wal, database, seal, sums);
  return { kind: "sound", format, wal };
}

/** SQLite drops what follows a bad frame without a word, and a log whose header is bad as a whole. */
function checkLog(path: string, wal: Wal, seal: Seal): void {
  if (wal.damagedAt !== undefined) {
    throw new StoreDamaged(path, `frame ${wal.damagedAt} is not as it was written, and committed changes follow it`);
  }
  if (wal.salts === seal.salts) {
    if (wal.frames >= seal.frames && (seal.frames === 0 || wal.commits.get(seal.frames) === seal.checksum)) return;
    throw new StoreDamaged(path, `${seal.frames} frames were committed, and ${wal.frames} are whole`);
  }
  if (!seal.checkpointed) throw new StoreDamaged(path, `its ${seal.frames} committed frames are missing`);
  // A header may be torn while a log is begun anew; then what was written before is in the database, and still follows it.
  const begun = wal.firstFrameSalts !== undefined && wal.firstFrameSalts !== seal.salts;
  if (wal.salts === undefined && begun && !/^0+$/.test(wal.firstFrameSalts ?? "")) {
    throw new StoreDamaged(path, "its header is not as it was written");
  }
}

function checkPages(paths: Paths, wal: Wal, database: number, seal: Seal, sums: SumsFile): void {
  const { pageSize, pages } = seal;
  const expected = sums.readSums(pages);
  const chunk = Buffer.alloc(pageSize * PAGES_PER_READ);
  for (let done = 0; done < pages; done += PAGES_PER_READ) {
    const wanted = Math.min(PAGES_PER_READ, pages - done);
    const got = Math.floor(readSync(database, chunk, 0, wanted * pageSize, done * pageSize) / pageSize);
    for (let index = 0; index < wanted; index++) {
      const page = done + index + 1;
      if (seal.copying && wal.pages.has(page)) continue;
      if (index >= got) throw new StoreDamaged(paths.database, `page ${page} of ${pages} is missing`);
      const bytes = chunk.subarray(index * pageSize, (index + 1) * pageSize);
      if (page > expected.length) throw new StoreDamaged(paths.sums, `the sum of page ${page} is missing`);
      if (crc32(bytes) === expected[page - 1]) continue;
      throw new StoreDamaged(paths.database, `page ${page} does not fit its sum in ${paths.sums}`);
    }
  }
}

/** SQLite's user_version, as of the last commit; 0 when there is none. */
function formatOf(path: string, wal: Wal, database: number | undefined): number {
  if (wal.firstPage) return wal.firstPage.readUInt32BE(60);
  if (database === undefined || fstatSync(database).size === 0) return 0;
  const header = Buffer.alloc(64);
  readSync(database, header, 0, 64, 0);
  if (header.toString("latin1", 0, 16) === "SQLite format 3\0") return header.readUInt32BE(60);
  throw new StoreDamaged(path, "it does not begin as a database does");
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
