// The two checksums of newer clients that Node has not: CRC-32C and CRC-64/NVME, both reflected, from and to all ones.

const CRC32C = 0x82f63b78;
/** 0x9a6c9329ac4bc9b5 in halves. */
const NVME = [0x9a6c9329, 0xac4bc9b5] as const;

const table32c = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ CRC32C : sum >>> 1;
  return sum;
});

const high = new Uint32Array(256);
const low = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let [above, below] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const odd = below & 1;
    below = (below >>> 1) | (above << 31);
    above >>>= 1;
    if (odd) [above, below] = [above ^ NVME[0], below ^ NVME[1]];
  }
  [high[byte], low[byte]] = [above, below];
}

/** Four bytes, the highest first. */
export function crc32c(bytes: Uint8Array): Buffer {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table32c[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(~sum >>> 0);
  return buffer;
}

/** Eight bytes, the highest first. */
export function crc64nvme(bytes: Uint8Array): Buffer {
  let [above, below] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const at = (below ^ byte) & 0xff;
    below = ((below >>> 8) | (above << 24)) ^ (low[at] ?? 0);
    above = (above >>> 8) ^ (high[at] ?? 0);
  }
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32BE(~above >>> 0);
  buffer.writeUInt32BE(~below >>> 0, 4);
  return buffer;
}
