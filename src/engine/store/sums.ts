// The file of sums beside the database: a CRC-32 for every page, and the seal that says how far the log was committed.
import { closeSync, fdatasyncSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { NO_SALTS, type Salts } from "./wal.ts";

/** What was durable when it was written. */
export interface Seal {
  /** Counts up; the higher of the two that the file holds is the valid one. */
  readonly sequence: number;
  /** The store is being made, or brought up from an older format: its version says how far that came. */
  readonly making: boolean;
  /** The log is being written to the database: pages that it holds may be old, new or torn there. */
  readonly copying: boolean;
  readonly pageSize: number;
  /** How many pages of the database have a sum. */
  readonly pages: number;
  /** The log's, or none when there was no log. */
  readonly salts: Salts;
  /** Committed and synced frames of the log, at least. */
  readonly frames: number;
  /** The checksum of the last of these. */
  readonly checksum: string;
  /** All these frames are in the database too. */
  readonly checkpointed: boolean;
}

export const NOTHING_LOGGED = {
  salts: NO_SALTS,
  frames: 0,
  checksum: NO_SALTS,
  checkpointed: true,
  copying: false,
} as const;

const MAGIC = Buffer.from("LAMPSUM1", "latin1");
const SLOT = 64;
/** Each in a sector of its own: one that is torn leaves the other. */
const SLOTS = [0, 512] as const;
const ENTRIES = 4_096;

export class SumsFile {
  readonly #file: number;
  #seal: Seal | undefined;

  constructor(path: string, mode: "r" | "r+" | "w+") {
    this.#file = openSync(path, mode, 0o600);
    this.#seal = this.#newest();
  }

  /** undefined when the file holds none that is whole. */
  get seal(): Seal | undefined {
    return this.#seal;
  }

  /** Durable when it returns. */
  writeSeal(seal: Omit<Seal, "sequence">): void {
    const sequence = (this.#seal?.sequence ?? 0) + 1;
    const slot = encode({ ...seal, sequence });
    writeAll(this.#file, slot, SLOTS[sequence % 2] ?? 0);
    fdatasyncSync(this.#file);
    this.#seal = { ...seal, sequence };
  }

  /** Page → its sum. Pages that follow each other are written in one piece. Durable when it returns. */
  writeSums(sums: ReadonlyMap<number, number>): void {
    const pages = [...sums.keys()].sort((a, b) => a - b);
    for (let from = 0; from < pages.length; ) {
      let to = from + 1;
      while (to < pages.length && pages[to] === (pages[to - 1] ?? 0) + 1) to++;
      const piece = Buffer.alloc((to - from) * 4);
      for (let index = from; index < to; index++) {
        piece.writeUInt32LE(sums.get(pages[index] ?? 0) ?? 0, (index - from) * 4);
      }
      writeAll(this.#file, piece, ENTRIES + ((pages[from] ?? 1) - 1) * 4);
      from = to;
    }
    fsyncSync(this.#file);
  }

  /** The sums of the pages from 1 to `pages`; shorter when the file is. */
  readSums(pages: number): Uint32Array {
    const bytes = Buffer.alloc(pages * 4);
    const got = readSync(this.#file, bytes, 0, bytes.length, ENTRIES);
    return Uint32Array.from({ length: Math.floor(got / 4) }, (_, index) => bytes.readUInt32LE(index * 4));
  }

  /** Nothing lies between the seals and the sums; what does is damage. */
  get clean(): boolean {
    const head = Buffer.alloc(ENTRIES);
    readSync(this.#file, head, 0, ENTRIES, 0);
    for (const at of SLOTS) head.fill(0, at, at + SLOT);
    return head.every((byte) => byte === 0);
  }

  close(): void {
    closeSync(this.#file);
  }

  #newest(): Seal | undefined {
    const found = SLOTS.flatMap((at) => decode(this.#file, at) ?? []);
    return found.sort((a, b) => b.sequence - a.sequence)[0];
  }
}

function encode(seal: Seal): Buffer {
  const slot = Buffer.alloc(SLOT);
  MAGIC.copy(slot);
  slot.writeUInt32LE(seal.sequence, 8);
  slot.writeUInt32LE((seal.making ? 1 : 0) | (seal.checkpointed ? 2 : 0) | (seal.copying ? 4 : 0), 12);
  slot.writeUInt32LE(seal.pageSize, 16);
  slot.writeUInt32LE(seal.pages, 20);
  slot.write(seal.salts, 24, "hex");
  slot.writeUInt32LE(seal.frames, 32);
  slot.write(seal.checksum, 36, "hex");
  slot.writeUInt32LE(crc32(slot.subarray(0, SLOT - 4)), SLOT - 4);
  return slot;
}

function decode(file: number, at: number): Seal | undefined {
  const slot = Buffer.alloc(SLOT);
  if (readSync(file, slot, 0, SLOT, at) < SLOT || !slot.subarray(0, 8).equals(MAGIC)) return undefined;
  if (slot.readUInt32LE(SLOT - 4) !== crc32(slot.subarray(0, SLOT - 4))) return undefined;
  const flags = slot.readUInt32LE(12);
  return {
    sequence: slot.readUInt32LE(8),
    making: (flags & 1) !== 0,
    checkpointed: (flags & 2) !== 0,
    copying: (flags & 4) !== 0,
    pageSize: slot.readUInt32LE(16),
    pages: slot.readUInt32LE(20),
    salts: slot.toString("hex", 24, 32),
    frames: slot.readUInt32LE(32),
    checksum: slot.toString("hex", 36, 44),
  };
}

function writeAll(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
}
