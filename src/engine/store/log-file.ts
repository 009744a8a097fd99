// The write-ahead log of an open database, read beside SQLite: what was just committed.
import { closeSync, openSync, readSync } from "node:fs";
import { FRAME_HEADER, type Frame, type Salts, visitFrames, WAL_HEADER } from "./wal.ts";

export class LogFile {
  readonly #path: string;
  readonly #pageSize: number;
  #file: number | undefined;

  constructor(path: string, pageSize: number) {
    this.#path = path;
    this.#pageSize = pageSize;
  }

  salts(): Salts {
    return this.#read(16);
  }

  /** What the header of this frame has as its checksum. */
  checksumOf(frame: number): string {
    return this.#read(WAL_HEADER + (frame - 1) * (FRAME_HEADER + this.#pageSize) + 16);
  }

  visit(range: { readonly from: number; readonly to: number }, visit: (frame: Frame) => void): void {
    visitFrames(this.#open(), this.#pageSize, range, visit);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #read(at: number): string {
    const bytes = Buffer.alloc(8);
    readSync(this.#open(), bytes, 0, 8, at);
    return bytes.toString("hex");
  }

  #open(): number {
    this.#file ??= openSync(this.#path, "r");
    return this.#file;
  }
}
