// DeleteObject and DeleteObjects: what is not there is deleted as well (API Reference, DeleteObject).
import type { Call } from "../service.ts";
import { mayDelete } from "./access.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import { malformedXml } from "./errors.ts";
import { type AtKey, findObject } from "./objects.ts";
import type { S3 } from "./s3.ts";

interface DeleteObjectsInput extends InBucket {
  readonly Delete: { readonly Objects: readonly { readonly Key: string }[]; readonly Quiet?: boolean };
}

const MOST_KEYS = 1_000;

export const deleteObject = (s3: S3) => async (input: AtKey) => {
  await removeAll(s3, input, [input.Key]);
  return {};
};

export const deleteObjects = (s3: S3) => async (input: DeleteObjectsInput, call: Call) => {
  const asked = input.Delete.Objects.map(({ Key }) => Key);
  if (asked.length === 0 || asked.length > MOST_KEYS) throw malformedXml();
  const refusals = new Map(asked.map((key) => [key, call.refusal(mayDelete(input.Bucket, key))]));
  const keys = asked.filter((key) => refusals.get(key) === undefined);
  await removeAll(s3, input, keys);
  const errors = [...refusals].flatMap(([Key, refusal]) =>
    refusal ? [{ Key, Code: refusal.code, Message: refusal.message }] : [],
  );
  return {
    ...(input.Delete.Quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) }),
    ...(errors.length > 0 ? { Errors: errors } : {}),
  };
};

async function removeAll(s3: S3, input: InBucket, keys: readonly string[]): Promise<void> {
  const files = s3.store.transaction(() => {
    const { name } = bucketOf(s3, input);
    const blobs = keys.flatMap((key) => {
      const found = findObject(s3, name, key);
      s3.store.run("DELETE FROM s3_objects WHERE bucket = ? AND key = ?", name, key);
      return found ? [found.blob] : [];
    });
    return s3.blobs.forget(blobs);
  });
  await s3.blobs.sweep(files);
}
