// What is kept of a file's bytes to know them again: a CRC-32 for every 64 KiB, so that a range is checked without the rest.
import { crc32 } from "node:zlib";

export const CHUNK = 65_536;

/** Takes bytes in pieces of any size. */
export class ChunkSums {
  readonly #sums: number[] = [];
  #open = 0;
  #filled = 0;

  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + CHUNK - this.#filled);
      this.#open = crc32(piece, this.#open);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === CHUNK) this.#close();
    }
  }

  /** Four bytes a chunk. */
  bytes(): Uint8Array {
    if (this.#filled > 0) this.#close();
    const bytes = Buffer.alloc(this.#sums.length * 4);
    for (const [index, sum] of this.#sums.entries()) bytes.writeUInt32LE(sum, index * 4);
    return bytes;
  }

  #close(): void {
    this.#sums.push(this.#open);
    this.#open = 0;
    this.#filled = 0;
  }
}

/** Whether `bytes`, which begin with chunk number `first`, are what was summed. */
export function fitSums(bytes: Uint8Array, first: number, sums: Uint8Array): boolean {
  const known = Buffer.from(sums.buffer, sums.byteOffset, sums.length);
  for (let at = 0, index = first; at < bytes.length; at += CHUNK, index++) {
    if (index * 4 + 4 > known.length) return false;
    if (crc32(bytes.subarray(at, at + CHUNK)) !== known.readUInt32LE(index * 4)) return false;
  }
  return true;
}
