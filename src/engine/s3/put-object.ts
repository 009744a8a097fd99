// PutObject: the object is whole and durable, or the old one is still there.
import { createHash } from "node:crypto";
import { ServiceError } from "../service.ts";
import { bucketOf } from "./buckets.ts";
import { type ChecksumInput, checkBytes, shownChecksums } from "./checksum.ts";
import { checkWriteConditions, type WriteConditions } from "./conditions.ts";
import { announceObject } from "./notification.ts";
import { headersOf, type ObjectHeaders } from "./object-headers.ts";
import { type AtKey, replaceObject } from "./objects.ts";
import type { S3 } from "./s3.ts";
import { parseTagging } from "./tags.ts";

interface PutObjectInput extends AtKey, ObjectHeaders, ChecksumInput, WriteConditions {
  readonly Body?: Uint8Array;
  readonly Tagging?: string;
}

export const etagOf = (bytes: Uint8Array) => `"${createHash("md5").update(bytes).digest("hex")}"`;

export const putObject = (s3: S3) => async (input: PutObjectInput) => {
  bucketOf(s3, input);
  checkKey(input.Key);
  const bytes = input.Body ?? new Uint8Array(0);
  const object = {
    etag: etagOf(bytes),
    headers: headersOf(input),
    checksums: checkBytes(bytes, input),
    tags: parseTagging(input.Tagging),
  };
  const blob = await s3.blobs.write(bytes.length, () => [bytes]);
  const stored = await replaceObject(s3, input, blob, object, (existing) => checkWriteConditions(existing, input));
  announceObject(s3, stored, "PutObject");
  return { ETag: object.etag, ...shownChecksums(object.checksums) };
};

/** User Guide, creating object key names. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= 1_024) return;
  throw new ServiceError("KeyTooLongError", "Your key is too long", { Size: size, MaxSizeAllowed: 1_024 });
}
