// Checksums: what a sender gave is checked, what a reader may check is kept (User Guide, checking object integrity).
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ServiceError } from "../service.ts";
import { crc32c, crc64nvme } from "./crc.ts";

export interface ChecksumInput {
  readonly ContentMD5?: string;
  /** The algorithm of a checksum that came after the body. */
  readonly ChecksumAlgorithm?: string;
  readonly ChecksumCRC32?: string;
  readonly ChecksumCRC32C?: string;
  readonly ChecksumCRC64NVME?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
}

type Algorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

const COMPUTE: Readonly<Record<Algorithm, (bytes: Uint8Array) => string>> = {
  CRC32(bytes) {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString("base64");
  },
  CRC32C: (bytes) => crc32c(bytes).toString("base64"),
  CRC64NVME: (bytes) => crc64nvme(bytes).toString("base64"),
  SHA1: (bytes) => createHash("sha1").update(bytes).digest("base64"),
  SHA256: (bytes) => createHash("sha256").update(bytes).digest("base64"),
};

const ALGORITHMS = Object.keys(COMPUTE) as Algorithm[];

/** Throws when the bytes are not what the sender said; returns the checksum to keep, named as in the answers. */
export function checkBytes(bytes: Uint8Array, input: ChecksumInput): Readonly<Record<string, string>> {
  if (input.ContentMD5 !== undefined && createHash("md5").update(bytes).digest("base64") !== input.ContentMD5) {
    throw new ServiceError("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const given = ALGORITHMS.filter((name) => input[`Checksum${name}`] !== undefined);
  for (const name of given) {
    if (input[`Checksum${name}`] === COMPUTE[name](bytes)) continue;
    throw new ServiceError("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  }
  const kept = given[0] ?? ALGORITHMS.find((name) => name === input.ChecksumAlgorithm) ?? "CRC32";
  return { [`Checksum${kept}`]: COMPUTE[kept](bytes) };
}

/** CompleteMultipartUpload's objects keep none: the engine does not combine the checksums of parts. */
export const shownChecksums = (checksums: Readonly<Record<string, string>>) =>
  Object.keys(checksums).length > 0 ? { ...checksums, ChecksumType: "FULL_OBJECT" } : {};
