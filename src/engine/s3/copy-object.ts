// CopyObject: bytes and, unless they are replaced, headers and tags of another object.
import { ServiceError } from "../service.ts";
import { shownChecksums } from "./checksum.ts";
import { checkReadConditions, checkWriteConditions, type WriteConditions } from "./conditions.ts";
import { placeOfSource } from "./copy-source.ts";
import { announceObject } from "./notification.ts";
import { headersOf, type ObjectHeaders } from "./object-headers.ts";
import { type AtKey, objectAt, replaceObject } from "./objects.ts";
import { checkKey } from "./put-object.ts";
import type { S3 } from "./s3.ts";
import { parseTagging } from "./tags.ts";

interface CopyObjectInput extends AtKey, ObjectHeaders, WriteConditions {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: number;
  readonly CopySourceIfUnmodifiedSince?: number;
  readonly MetadataDirective?: string;
  readonly TaggingDirective?: string;
  readonly Tagging?: string;
}

export const copyObject = (s3: S3) => async (input: CopyObjectInput) => {
  const source = objectAt(s3, placeOfSource(input.CopySource));
  checkSource(source, input);
  checkKey(input.Key);
  const replaced = input.MetadataDirective === "REPLACE";
  if (!replaced && source.bucket === input.Bucket && source.key === input.Key) {
    const text =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
      "metadata, storage class, website redirect location or encryption attributes.";
    throw new ServiceError("InvalidRequest", text);
  }
  const bytes = await s3.blobs.read(source.blob, 0, source.size);
  const blob = await s3.blobs.write(source.size, () => [bytes]);
  const object = {
    etag: source.etag,
    headers: replaced ? headersOf(input) : source.headers,
    checksums: source.checksums,
    tags: input.TaggingDirective === "REPLACE" ? parseTagging(input.Tagging) : source.tags,
  };
  const stored = await replaceObject(s3, input, blob, object, (existing) => checkWriteConditions(existing, input));
  announceObject(s3, stored, "CopyObject");
  const shown = shownChecksums(object.checksums);
  return { CopyObjectResult: { ETag: stored.etag, LastModified: stored.modifiedAt / 1_000, ...shown } };
};

/** Any condition that does not hold is a failed precondition here, also the ones that mean "not modified" in a read. */
function checkSource(source: Parameters<typeof checkReadConditions>[0], input: CopyObjectInput): void {
  const conditions = Object.entries({
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  }).filter(([, value]) => value !== undefined);
  try {
    checkReadConditions(source, Object.fromEntries(conditions));
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== "NotModified") throw error;
    throw new ServiceError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
}
