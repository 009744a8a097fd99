// Keeps a database's file and its sums in step: decides when the log goes into the database, and seals what was committed.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { crashPoint } from "../../core/crash-point.ts";
import { StoreFailed } from "../errors.ts";
import { LogFile } from "./log-file.ts";
import { Presence } from "./presence.ts";
import type { Seal, SumsFile } from "./sums.ts";
import type { Paths } from "./verify.ts";
import { FRAME_HEADER } from "./wal.ts";

/** Frames of the log before it goes into the database: four megabytes, SQLite's own measure. */
const FRAMES_PER_CHECKPOINT = 1_000;
/** What a commit writes is some two to ten frames. */
const COMMITS_PER_COUNT = 32;
/** What is acknowledged is in the log already; the seal, which tells damage from a torn end, follows within this. */
const SEAL_AFTER_MS = 50;

export class Keeper {
  readonly #paths: Paths;
  readonly #sums: SumsFile;
  readonly #log: LogFile;
  readonly #presence: Presence;
  readonly #count: StatementSync;
  readonly #copy: StatementSync;
  #seal: Omit<Seal, "sequence">;
  #timer: NodeJS.Timeout | undefined;
  #beginAnew = false;
  /** Commits since the frames of the log were last counted. */
  #uncounted = 0;
  /** That the log is in the database is not on file yet: until it is, no commit may let SQLite begin the log anew. */
  #owed: Omit<Seal, "sequence"> | undefined;
  #failure: StoreFailed | undefined;

  /** `database` owns its file, and SQLite's own checkpoints are off. */
  constructor(paths: Paths, database: DatabaseSync, sums: SumsFile, seal: Seal) {
    this.#paths = paths;
    this.#sums = sums;
    this.#log = new LogFile(paths.log, seal.pageSize);
    this.#presence = new Presence(paths);
    this.#count = database.prepare("PRAGMA wal_checkpoint(NOOP)");
    this.#copy = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    this.#seal = seal;
    // What a killed engine left in the log, a torn end included, is done with before anything follows it.
    this.#beginAnew = this.#frames() > 0;
    this.#guard(() => this.checkpoint());
    if (!seal.making) return;
    // In both places, so that no damage to one can bring the time of making back.
    for (let times = 0; times < 2; times++) this.#write({ ...this.#seal, making: false });
  }

  /** To be asked before every commit: throws StoreFailed when nothing may be acknowledged any more, and the disk's own
   * error when this commit may not be begun. */
  check(): void {
    if (this.#failure) throw this.#failure;
    const gone = this.#presence.missing();
    if (gone !== undefined) throw this.#fail(gone, "it was deleted, moved or replaced while in use");
    this.#writeOwed();
  }

  /** To be called after every commit, before it is acknowledged. */
  committed(): void {
    this.#guard(() => {
      this.#uncounted++;
      if (this.#beginAnew || this.#isFull()) this.checkpoint();
      this.#timer ??= setTimeout(() => this.#sealNow(), SEAL_AFTER_MS).unref();
    });
  }

  /** To be called when a commit was not taken. */
  refused(error: unknown): void {
    // A torn commit may lie in the log: the next one is the last to be written after it.
    this.#beginAnew = true;
    this.#judge(error);
  }

  /** What is committed goes from the log into the database; its sums are durable before its first page is written. */
  checkpoint(): void {
    this.#writeOwed();
    const to = this.#frames();
    if (this.#sinceCheckpoint() === 0) return;
    const from = this.#seal.checkpointed && this.#seal.salts === this.#log.salts() ? this.#seal.frames + 1 : 1;
    const { pageSize } = this.#seal;
    const sums = new Map<number, number>();
    let { pages } = this.#seal;
    this.#log.visit({ from, to }, ({ page, bytes }) => {
      sums.set(page, crc32(bytes.subarray(FRAME_HEADER)));
      pages = bytes.readUInt32BE(4) || pages;
    });
    // Pages that were freed before they were ever written: the database grows over them.
    const empty = crc32(Buffer.alloc(pageSize));
    for (let page = this.#seal.pages + 1; page <= pages; page++) if (!sums.has(page)) sums.set(page, empty);
    if (!this.#seal.copying) this.#write({ ...this.#seal, copying: true });
    this.#sums.writeSums(sums);
    crashPoint("sums-written");
    if ((this.#copy.get() as { checkpointed: number }).checkpointed < to) return;
    crashPoint("pages-written");
    this.#beginAnew = false;
    this.#owed = { ...this.#seal, ...this.#at(to), pages, checkpointed: true, copying: false };
    this.#writeOwed();
  }

  /** False when the database is not up to date: then SQLite must not close it, for it would write pages without sums. */
  close(): boolean {
    clearTimeout(this.#timer);
    try {
      if (!this.#failure) this.checkpoint();
      return !this.#failure && this.#sinceCheckpoint() === 0;
    } catch {
      return false;
    } finally {
      this.#log.close();
      this.#sums.close();
    }
  }

  /** Asked of SQLite at every so many commits only: four megabytes are a measure, not a limit. */
  #isFull(): boolean {
    if (this.#uncounted < COMMITS_PER_COUNT) return false;
    this.#uncounted = 0;
    return this.#sinceCheckpoint() >= FRAMES_PER_CHECKPOINT;
  }

  #sealNow(): void {
    this.#timer = undefined;
    this.#guard(() => {
      if (this.#failure) return;
      this.#writeOwed();
      const frames = this.#sinceCheckpoint();
      if (frames >= FRAMES_PER_CHECKPOINT) this.checkpoint();
      else if (frames > 0) this.#write({ ...this.#seal, ...this.#at(this.#frames()), checkpointed: false });
    });
  }

  #writeOwed(): void {
    if (!this.#owed) return;
    this.#write(this.#owed);
    this.#owed = undefined;
  }

  #write(seal: Omit<Seal, "sequence">): void {
    this.#sums.writeSeal(seal);
    this.#seal = seal;
  }

  #at(frames: number): Pick<Seal, "salts" | "frames" | "checksum"> {
    return { salts: this.#log.salts(), frames, checksum: this.#log.checksumOf(frames) };
  }

  /** Committed frames in the log. */
  #frames(): number {
    return Math.max(0, (this.#count.get() as { log: number }).log);
  }

  /** How many of them are not in the database yet. */
  #sinceCheckpoint(): number {
    const { log, checkpointed } = this.#count.get() as { log: number; checkpointed: number };
    return log <= 0 ? 0 : log - Math.max(0, checkpointed);
  }

  /** What fails here fails after a commit that is durable already: it stands, and only a disk that lies is the end. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#judge(error);
    }
  }

  /** A disk that could not sync has lost nobody knows what (the kernel drops the pages it could not write). */
  #judge(error: unknown): void {
    const { errcode = 0, syscall = "" } = error as { errcode?: number; syscall?: string };
    const unsynced = errcode === 1_034 || errcode === 1_290 || syscall.endsWith("sync");
    if (unsynced) this.#fail(this.#paths.database, "the disk could not sync what was written", error);
  }

  #fail(path: string, reason: string, cause?: unknown): StoreFailed {
    this.#failure ??= new StoreFailed(path, reason, cause);
    return this.#failure;
  }
}
