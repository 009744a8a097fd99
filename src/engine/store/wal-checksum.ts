// The running checksum of SQLite's write-ahead log (sqlite.org/fileformat2.html, "Checksum Algorithm").

export class WalChecksum {
  readonly #bigEndian: boolean;
  #first = 0;
  #second = 0;

  /** `bigEndian`: how the words are read, as the log's magic number says. */
  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  /** `length` is a multiple of eight. */
  add(bytes: Buffer, start: number, length: number): void {
    let first = this.#first;
    let second = this.#second;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
    const little = !this.#bigEndian;
    for (let at = 0; at < length; at += 8) {
      first = (first + view.getUint32(at, little) + second) | 0;
      second = (second + view.getUint32(at + 4, little) + first) | 0;
    }
    this.#first = first;
    this.#second = second;
  }

  /** Adds a frame; whether its header's checksum says the same. */
  addFrame(frame: Buffer): boolean {
    this.add(frame, 0, 8);
    this.add(frame, 24, frame.length - 24);
    return this.matches(frame, 16);
  }

  matches(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#first >>> 0 && bytes.readUInt32BE(at + 4) === this.#second >>> 0;
  }
}
