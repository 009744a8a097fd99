// GetObject and HeadObject.
import { shownChecksums } from "./checksum.ts";
import { checkReadConditions, type ReadConditions } from "./conditions.ts";
import { shownHeaders } from "./object-headers.ts";
import { type AtKey, objectAt, type StoredObject } from "./objects.ts";
import { type ByteRange, rangeOf } from "./range.ts";
import type { S3 } from "./s3.ts";

interface GetObjectInput extends AtKey, ReadConditions {
  readonly Range?: string;
  readonly ChecksumMode?: string;
  readonly ResponseCacheControl?: string;
  readonly ResponseContentDisposition?: string;
  readonly ResponseContentEncoding?: string;
  readonly ResponseContentLanguage?: string;
  readonly ResponseContentType?: string;
}

const OVERRIDES = ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType"] as const;

export const getObject = (s3: S3) => async (input: GetObjectInput) => {
  const { object, range } = select(s3, input);
  const { start, end } = range ?? { start: 0, end: object.size };
  return { ...shownObject(object, range, input), Body: await s3.blobs.read(object.blob, start, end) };
};

export const headObject = (s3: S3) => (input: GetObjectInput) => {
  const { object, range } = select(s3, input);
  return shownObject(object, range, input);
};

function select(s3: S3, input: GetObjectInput): { object: StoredObject; range: ByteRange | undefined } {
  const object = objectAt(s3, input);
  checkReadConditions(object, input);
  return { object, range: rangeOf(input.Range, object.size) };
}

/** A checksum is of the whole object: with a range it would not fit what is sent. */
function shownObject(object: StoredObject, range: ByteRange | undefined, input: GetObjectInput) {
  const overrides = OVERRIDES.flatMap((name) => {
    const value = input[`Response${name}`];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    AcceptRanges: "bytes",
    LastModified: object.modifiedAt / 1_000,
    ETag: object.etag,
    ContentLength: range ? range.end - range.start : object.size,
    ...(range ? { ContentRange: `bytes ${range.start}-${range.end - 1}/${object.size}` } : {}),
    ...shownHeaders(object.headers),
    ...Object.fromEntries(overrides),
    ...(object.tags.length > 0 ? { TagCount: object.tags.length } : {}),
    ...(input.ChecksumMode === "ENABLED" && !range ? shownChecksums(object.checksums) : {}),
  };
}
