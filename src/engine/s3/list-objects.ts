// ListObjectsV2, and ListObjects for older clients.
import type { Call } from "../service.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import { invalidArgument } from "./errors.ts";
import { LAST, listKeys } from "./list-keys.ts";
import type { S3 } from "./s3.ts";

interface Asked extends InBucket {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly EncodingType?: string;
}

interface ListObjectsV2Input extends Asked {
  readonly ContinuationToken?: string;
  readonly StartAfter?: string;
  readonly FetchOwner?: boolean;
}

interface Row {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
}

const MOST_KEYS = 1_000;

export const listObjectsV2 = (s3: S3) => (input: ListObjectsV2Input, call: Call) => {
  const token = input.ContinuationToken;
  const after = token === undefined ? (input.StartAfter ?? "") : readToken(token);
  const { next, ...page } = pageOf(s3, input, after, input.FetchOwner ? call.account : undefined);
  return {
    ...page,
    KeyCount: page.Contents.length + page.CommonPrefixes.length,
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(input.StartAfter === undefined ? {} : { StartAfter: encoderOf(input)(input.StartAfter) }),
    ...(next === undefined ? {} : { NextContinuationToken: Buffer.from(next).toString("base64url") }),
  };
};

export const listObjects = (s3: S3) => (input: Asked & { readonly Marker?: string }, call: Call) => {
  const marker = input.Marker ?? "";
  // A marker that is a common prefix stands for all that was folded into it.
  const folded = input.Delimiter !== undefined && input.Delimiter !== "" && marker.endsWith(input.Delimiter);
  const { next, ...page } = pageOf(s3, input, folded ? marker + LAST : marker, call.account);
  return {
    ...page,
    Marker: encoderOf(input)(marker),
    ...(next === undefined ? {} : { NextMarker: encoderOf(input)(next.replace(LAST, "")) }),
  };
};

function pageOf(s3: S3, input: Asked, after: string, owner: string | undefined) {
  const { name } = bucketOf(s3, input);
  const asked = input.MaxKeys ?? MOST_KEYS;
  if (asked < 0)
    throw invalidArgument("max-keys", asked, "Argument maxKeys must be an integer between 0 and 2147483647");
  const encode = encoderOf(input);
  const { objects, prefixes, next } = listKeys(
    (from, inclusive, most) =>
      s3.store.all<Row>(
        `SELECT key, size, etag, modified_at FROM s3_objects WHERE bucket = ? AND key ${inclusive ? ">=" : ">"} ?
         ORDER BY key LIMIT ?`,
        name,
        from,
        most,
      ),
    { prefix: input.Prefix ?? "", delimiter: input.Delimiter ?? "", after, most: Math.min(asked, MOST_KEYS) },
  );
  return {
    next,
    Name: name,
    Prefix: encode(input.Prefix ?? ""),
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    MaxKeys: asked,
    IsTruncated: next !== undefined,
    Contents: objects.map(({ key, size, etag, modified_at }) => ({
      Key: encode(key),
      LastModified: modified_at / 1_000,
      ETag: etag,
      Size: size,
      StorageClass: "STANDARD",
      ...(owner === undefined ? {} : { Owner: { ID: owner } }),
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

/** With encoding-type=url, keys that XML cannot hold come through; slashes stay readable. */
function encoderOf({ EncodingType }: Asked): (text: string) => string {
  return EncodingType === "url" ? (text) => encodeURIComponent(text).replaceAll("%2F", "/") : (text) => text;
}

function readToken(token: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(token)) return Buffer.from(token, "base64url").toString();
  throw invalidArgument("continuation-token", token, "The continuation token provided is incorrect");
}
