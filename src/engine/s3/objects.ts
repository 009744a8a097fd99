// An object as stored: its row, its place, and replacing it as one act.

import type { WrittenBlob } from "./blobs.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import { noSuchKey } from "./errors.ts";
import type { ObjectHeaders } from "./object-headers.ts";
import { nowOf, type S3 } from "./s3.ts";

export interface AtKey extends InBucket {
  readonly Key: string;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly blob: string;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly modifiedAt: number;
  readonly headers: ObjectHeaders;
  readonly checksums: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface ObjectRow {
  readonly bucket: string;
  readonly key: string;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
  readonly headers: string;
  readonly checksums: string;
  readonly tags: string;
}

export function findObject(s3: S3, bucket: string, key: string): StoredObject | undefined {
  const row = s3.store.get<ObjectRow>("SELECT * FROM s3_objects WHERE bucket = ? AND key = ?", bucket, key);
  return (
    row && {
      bucket: row.bucket,
      key: row.key,
      blob: row.blob,
      size: row.size,
      etag: row.etag,
      modifiedAt: row.modified_at,
      headers: JSON.parse(row.headers),
      checksums: JSON.parse(row.checksums),
      tags: JSON.parse(row.tags),
    }
  );
}

export function objectAt(s3: S3, input: AtKey): StoredObject {
  const { name } = bucketOf(s3, input);
  const found = findObject(s3, name, input.Key);
  if (!found) throw noSuchKey(input.Key);
  return found;
}

export type NewObject = Pick<StoredObject, "etag" | "headers" | "checksums" | "tags">;

/** Puts the object in the place of what is at the key, if `allow` (called with that) does not throw. */
export async function replaceObject(
  s3: S3,
  at: AtKey,
  blob: WrittenBlob,
  object: NewObject,
  allow: (existing: StoredObject | undefined) => void,
): Promise<StoredObject> {
  let files: readonly string[];
  try {
    files = s3.store.transaction(() => {
      const { name } = bucketOf(s3, at);
      const existing = findObject(s3, name, at.Key);
      allow(existing);
      s3.blobs.commit(blob);
      writeRow(s3, name, at.Key, blob, object);
      return existing ? s3.blobs.forget([existing.blob]) : [];
    });
  } catch (error) {
    await s3.blobs.discard(blob);
    throw error;
  }
  await s3.blobs.sweep(files);
  return { ...object, bucket: at.Bucket, key: at.Key, blob: blob.id, size: blob.size, modifiedAt: nowOf(s3) };
}

function writeRow(s3: S3, bucket: string, key: string, blob: WrittenBlob, object: NewObject): void {
  s3.store.run(
    `INSERT OR REPLACE INTO s3_objects (bucket, key, blob, size, etag, modified_at, headers, checksums, tags)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bucket,
    key,
    blob.id,
    blob.size,
    object.etag,
    nowOf(s3),
    JSON.stringify(object.headers),
    JSON.stringify(object.checksums),
    JSON.stringify(object.tags),
  );
}
