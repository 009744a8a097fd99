// Tags of objects and buckets: their rules, as text in a header, and their operations.
import { ServiceError } from "../service.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import { type AtKey, objectAt, type Tag } from "./objects.ts";
import type { S3 } from "./s3.ts";

interface Tagging {
  readonly Tagging: { readonly TagSet: readonly Tag[] };
}

const MOST_OBJECT_TAGS = 10;
const MOST_BUCKET_TAGS = 50;

/** The header x-amz-tagging is written like a query string. */
export function parseTagging(text: string | undefined): readonly Tag[] {
  const tags = [...new URLSearchParams(text ?? "")].map(([Key, Value]) => ({ Key, Value }));
  return checkTags(tags, MOST_OBJECT_TAGS);
}

export const putObjectTagging = (s3: S3) => (input: AtKey & Tagging) => {
  writeObjectTags(s3, input, checkTags(input.Tagging.TagSet, MOST_OBJECT_TAGS));
  return {};
};

export const getObjectTagging = (s3: S3) => (input: AtKey) => ({ TagSet: objectAt(s3, input).tags });

export const deleteObjectTagging = (s3: S3) => (input: AtKey) => {
  writeObjectTags(s3, input, []);
  return {};
};

export const putBucketTagging = (s3: S3) => (input: InBucket & Tagging) => {
  const tags = checkBucketTags(input.Tagging.TagSet);
  s3.store.run("UPDATE s3_buckets SET tags = ? WHERE name = ?", JSON.stringify(tags), bucketOf(s3, input).name);
};

export const getBucketTagging = (s3: S3) => (input: InBucket) => {
  const { tags } = bucketOf(s3, input);
  if (tags === null) throw new ServiceError("NoSuchTagSet", "The TagSet does not exist");
  return { TagSet: JSON.parse(tags) };
};

export const deleteBucketTagging = (s3: S3) => (input: InBucket) => {
  s3.store.run("UPDATE s3_buckets SET tags = NULL WHERE name = ?", bucketOf(s3, input).name);
};

export const checkBucketTags = (tags: readonly Tag[]): readonly Tag[] => checkTags(tags, MOST_BUCKET_TAGS);

function writeObjectTags(s3: S3, input: AtKey, tags: readonly Tag[]): void {
  const { bucket, key } = objectAt(s3, input);
  s3.store.run("UPDATE s3_objects SET tags = ? WHERE bucket = ? AND key = ?", JSON.stringify(tags), bucket, key);
}

/** User Guide, categorizing your storage using tags. */
function checkTags(tags: readonly Tag[], most: number): readonly Tag[] {
  const refuse = (text: string) => new ServiceError("InvalidTag", text);
  if (tags.length > most) throw new ServiceError("BadRequest", `Object tags cannot be greater than ${most}`);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw refuse("Cannot provide multiple Tags with the same key");
  }
  for (const { Key, Value } of tags) {
    if (Key === "" || Key.length > 128) throw refuse("The TagKey you have provided is invalid");
    if (Value.length > 256) throw refuse("The TagValue you have provided is invalid");
  }
  return tags;
}
