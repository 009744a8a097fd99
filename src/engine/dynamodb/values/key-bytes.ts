// Key values as bytes whose order is DynamoDB's: UTF-8 order of strings, numeric order of numbers, byte order of binaries.
import type { AttributeValue } from "./attribute-value.ts";
import { decimalOf } from "./decimal.ts";

export function keyBytes(value: AttributeValue): Uint8Array {
  if ("S" in value) return Buffer.from(value.S, "utf8");
  if ("N" in value) return numberBytes(value.N);
  if ("B" in value) return value.B;
  throw new TypeError("only S, N and B are key types");
}

/**
 * A hash goes before a partition key's bytes. As in DynamoDB a Scan then has no order to rely on, and a parallel
 * scan's segments are ranges of the hash.
 */
export function partitionBytes(value: AttributeValue): Uint8Array {
  const key = keyBytes(value);
  const bytes = Buffer.allocUnsafe(key.length + 4);
  bytes.writeUInt32BE(hashOf(key), 0);
  bytes.set(key, 4);
  return bytes;
}

/** The first bytes of a segment's range; the last segment's end is undefined. */
export function segmentBounds(segment: number, total: number): { from: Uint8Array; to: Uint8Array | undefined } {
  const bound = (index: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(Math.floor((index * 2 ** 32) / total));
    return bytes;
  };
  return { from: bound(segment), to: segment + 1 === total ? undefined : bound(segment + 1) };
}

/** The least byte string that is greater than all that start with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end--;
  if (end === 0) return undefined;
  const bytes = Uint8Array.from(prefix.subarray(0, end));
  bytes[end - 1] = (bytes[end - 1] ?? 0) + 1;
  return bytes;
}

const EXPONENT_BIAS = 130;

/** Sign, power of ten, digits two by two; a negative number's are complemented, and closed so that shorter is greater. */
function numberBytes(text: string): Uint8Array {
  const { digits, exponent } = decimalOf(text);
  if (digits === 0n) return Uint8Array.of(0x80);
  const negative = digits < 0n;
  const significant = String(negative ? -digits : digits);
  const power = exponent + significant.length - 1 + EXPONENT_BIAS;
  const bytes = [negative ? 0x7f : 0x81, negative ? 255 - power : power];
  for (let at = 0; at < significant.length; at += 2) {
    const pair = Number(significant.slice(at, at + 2).padEnd(2, "0"));
    bytes.push(negative ? 101 - pair : pair + 1);
  }
  if (negative) bytes.push(0xff);
  return Uint8Array.from(bytes);
}

/** FNV-1a with a final mix: short keys that differ in one character must spread over all segments. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
