// Reading SQLite's write-ahead log without SQLite: which frames are whole, and whether what follows them was once committed.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { WalChecksum } from "./wal-checksum.ts";

export const WAL_HEADER = 32;
export const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;
const FRAMES_PER_READ = 64;

/** The two salts of a header or of a frame, as SQLite writes them: 16 hexadecimal digits. */
export type Salts = string;
export const NO_SALTS: Salts = "0".repeat(16);

export interface Wal {
  /** Of a valid header; undefined when there is none or it does not fit its checksum. */
  readonly salts: Salts | undefined;
  /** Of the first frame's header; undefined when the file is shorter. */
  readonly firstFrameSalts: Salts | undefined;
  /** Up to and including the last commit that is whole: what SQLite will see. */
  readonly frames: number;
  /** By number from 1, what each commit's frame has as its checksum. */
  readonly commits: ReadonlyMap<number, string>;
  /** Page → the last frame that holds it, among the committed ones. */
  readonly pages: ReadonlyMap<number, number>;
  /** The first page as committed, when the log holds it. */
  readonly firstPage: Buffer | undefined;
  /** After the whole commits: frames of this log's own writing, of which more than one commit was written. A commit
   * waits for the disk before the next begins, so that is no torn end but damage; the number of the first bad frame. */
  readonly damagedAt: number | undefined;
}

export interface Frame {
  readonly number: number;
  readonly page: number;
  readonly commit: boolean;
  readonly salts: Salts;
  /** Header and page; valid until the visitor returns. */
  readonly bytes: Buffer;
}

const EMPTY = { salts: undefined, firstFrameSalts: undefined, frames: 0, damagedAt: undefined, firstPage: undefined };

export function readWal(path: string): Wal {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { ...EMPTY, commits: new Map(), pages: new Map() };
  }
  try {
    return read(file);
  } finally {
    closeSync(file);
  }
}

function read(file: number): Wal {
  const header = Buffer.alloc(WAL_HEADER + FRAME_HEADER);
  const got = readSync(file, header, 0, header.length, 0);
  const firstFrameSalts = got === header.length ? header.toString("hex", WAL_HEADER + 8, WAL_HEADER + 16) : undefined;
  const checksum = got >= WAL_HEADER ? headerChecksum(header) : undefined;
  if (!checksum) return { ...EMPTY, firstFrameSalts, commits: new Map(), pages: new Map() };
  const salts = header.toString("hex", 16, 24);
  const pageSize = header.readUInt32BE(8);
  return { salts, firstFrameSalts, ...walk(file, salts, pageSize, checksum) };
}

/** undefined when it is not a header that SQLite would take. */
function headerChecksum(header: Buffer): WalChecksum | undefined {
  const magic = header.readUInt32BE(0);
  if ((magic & ~1) !== MAGIC) return undefined;
  const checksum = new WalChecksum((magic & 1) === 1);
  checksum.add(header, 0, 24);
  return checksum.matches(header, 24) ? checksum : undefined;
}

function walk(file: number, salts: Salts, pageSize: number, checksum: WalChecksum) {
  const commits = new Map<number, string>();
  const pages = new Map<number, number>();
  let pending: [page: number, frame: number][] = [];
  let pendingFirst: Buffer | undefined;
  let firstPage: Buffer | undefined;
  let frames = 0;
  let brokenAt: number | undefined;
  let commitsAfter = 0;
  let damagedAt: number | undefined;
  visitFrames(file, pageSize, { from: 1, to: Number.POSITIVE_INFINITY }, (frame) => {
    if (brokenAt === undefined && frame.salts === salts && checksum.addFrame(frame.bytes)) {
      pending.push([frame.page, frame.number]);
      if (frame.page === 1) pendingFirst = Buffer.from(frame.bytes.subarray(FRAME_HEADER));
      if (!frame.commit) return;
      for (const [page, number] of pending) pages.set(page, number);
      pending = [];
      firstPage = pendingFirst ?? firstPage;
      frames = frame.number;
      commits.set(frames, frame.bytes.toString("hex", 16, 24));
      return;
    }
    brokenAt ??= frame.number;
    if (frame.salts !== salts) return;
    if (commitsAfter > 0) damagedAt = brokenAt;
    if (frame.commit) commitsAfter++;
  });
  return { frames, commits, pages, firstPage, damagedAt };
}

/** Gives the frames of these numbers in order, whole ones only. */
export function visitFrames(
  file: number,
  pageSize: number,
  { from, to }: { readonly from: number; readonly to: number },
  visit: (frame: Frame) => void,
): void {
  const size = FRAME_HEADER + pageSize;
  const whole = Math.min(to, Math.floor((fstatSync(file).size - WAL_HEADER) / size));
  const chunk = Buffer.alloc(size * FRAMES_PER_READ);
  for (let done = from - 1; done < whole; ) {
    const wanted = Math.min(FRAMES_PER_READ, whole - done);
    const got = Math.floor(readSync(file, chunk, 0, wanted * size, WAL_HEADER + done * size) / size);
    if (got === 0) return;
    for (let index = 0; index < got; index++) {
      const bytes = chunk.subarray(index * size, (index + 1) * size);
      visit({
        number: done + index + 1,
        page: bytes.readUInt32BE(0),
        commit: bytes.readUInt32BE(4) !== 0,
        salts: bytes.toString("hex", 8, 16),
        bytes,
      });
    }
    done += got;
  }
}
