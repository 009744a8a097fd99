// DeleteObject and DeleteObjects: what is not there is deleted as well (API Reference, DeleteObject).
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

export const deleteObjects = (s3: S3) => async (input: DeleteObjectsInput) => {
  const keys = input.Delete.Objects.map(({ Key }) => Key);
  if (keys.length === 0 || keys.length > MOST_KEYS) throw malformedXml();
  await removeAll(s3, input, keys);
  return input.Delete.Quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) };
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
