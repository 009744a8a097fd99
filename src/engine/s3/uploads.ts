// CreateMultipartUpload, UploadPart, ListParts, ListMultipartUploads and AbortMultipartUpload.
import type { Call } from "../service.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import { type ChecksumInput, checkBytes } from "./checksum.ts";
import { invalidArgument, noSuchUpload } from "./errors.ts";
import { headersOf, type ObjectHeaders } from "./object-headers.ts";
import type { AtKey, Tag } from "./objects.ts";
import { checkKey, etagOf } from "./put-object.ts";
import { nowOf, type S3 } from "./s3.ts";
import { parseTagging } from "./tags.ts";

export interface OfUpload extends AtKey {
  readonly UploadId: string;
}

export interface Upload {
  readonly id: string;
  readonly headers: ObjectHeaders;
  readonly tags: readonly Tag[];
}

export interface Part {
  readonly number: number;
  readonly blob: string;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
}

export const createMultipartUpload = (s3: S3) => (input: AtKey & ObjectHeaders & { readonly Tagging?: string }) => {
  const { name } = bucketOf(s3, input);
  checkKey(input.Key);
  const id = s3.random.hex(32);
  s3.store.run(
    "INSERT INTO s3_uploads (id, bucket, key, headers, tags, initiated_at) VALUES (?, ?, ?, ?, ?, ?)",
    id,
    name,
    input.Key,
    JSON.stringify(headersOf(input)),
    JSON.stringify(parseTagging(input.Tagging)),
    nowOf(s3),
  );
  return { Bucket: name, Key: input.Key, UploadId: id };
};

export const uploadPart =
  (s3: S3) => async (input: OfUpload & ChecksumInput & { readonly PartNumber: number; readonly Body?: Uint8Array }) => {
    uploadOf(s3, input);
    if (!(input.PartNumber >= 1 && input.PartNumber <= 10_000)) {
      throw invalidArgument(
        "partNumber",
        input.PartNumber,
        "Part number must be an integer between 1 and 10000, inclusive",
      );
    }
    const bytes = input.Body ?? new Uint8Array(0);
    const checksums = checkBytes(bytes, input);
    const etag = etagOf(bytes);
    const blob = await s3.blobs.write(bytes.length, () => [bytes]);
    const sql =
      "INSERT OR REPLACE INTO s3_parts (upload, number, blob, size, etag, modified_at) VALUES (?, ?, ?, ?, ?, ?)";
    const files = s3.store.transaction(() => {
      const { id } = uploadOf(s3, input);
      const replaced = partsOf(s3, id).filter(({ number }) => number === input.PartNumber);
      s3.blobs.commit(blob);
      s3.store.run(sql, id, input.PartNumber, blob.id, blob.size, etag, nowOf(s3));
      return s3.blobs.forget(replaced.map((part) => part.blob));
    });
    await s3.blobs.sweep(files);
    return { ETag: etag, ...checksums };
  };

export const listParts =
  (s3: S3) =>
  (input: OfUpload & { readonly MaxParts?: number; readonly PartNumberMarker?: number | string }, call: Call) => {
    const after = Number(input.PartNumberMarker ?? 0);
    const most = Math.min(input.MaxParts ?? 1_000, 1_000);
    const rest = partsOf(s3, uploadOf(s3, input).id).filter(({ number }) => number > after);
    const shown = rest.slice(0, most);
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: input.UploadId,
      PartNumberMarker: after,
      NextPartNumberMarker: shown.at(-1)?.number ?? 0,
      MaxParts: most,
      IsTruncated: rest.length > shown.length,
      Parts: shown.map(({ number, size, etag, modified_at }) => ({
        PartNumber: number,
        LastModified: modified_at / 1_000,
        ETag: etag,
        Size: size,
      })),
      Initiator: { ID: call.account },
      Owner: { ID: call.account },
      StorageClass: "STANDARD",
    };
  };

export const listMultipartUploads = (s3: S3) => (input: InBucket & { readonly Prefix?: string }) => {
  const { name } = bucketOf(s3, input);
  const rows = s3.store.all<{ id: string; key: string; initiated_at: number }>(
    "SELECT id, key, initiated_at FROM s3_uploads WHERE bucket = ? ORDER BY key, id",
    name,
  );
  const shown = rows.filter(({ key }) => key.startsWith(input.Prefix ?? ""));
  return {
    Bucket: name,
    Prefix: input.Prefix ?? "",
    MaxUploads: 1_000,
    IsTruncated: false,
    Uploads: shown.map(({ id, key, initiated_at }) => ({ UploadId: id, Key: key, Initiated: initiated_at / 1_000 })),
  };
};

export const abortMultipartUpload = (s3: S3) => async (input: OfUpload) => {
  const files = s3.store.transaction(() => s3.blobs.forget(forgetUpload(s3, uploadOf(s3, input).id)));
  await s3.blobs.sweep(files);
  return {};
};

export function uploadOf(s3: S3, input: OfUpload): Upload {
  const row = s3.store.get<{ id: string; headers: string; tags: string }>(
    "SELECT id, headers, tags FROM s3_uploads WHERE id = ? AND bucket = ? AND key = ?",
    input.UploadId,
    bucketOf(s3, input).name,
    input.Key,
  );
  if (!row) throw noSuchUpload(input.UploadId);
  return { id: row.id, headers: JSON.parse(row.headers), tags: JSON.parse(row.tags) };
}

export function partsOf(s3: S3, upload: string): Part[] {
  const sql = "SELECT number, blob, size, etag, modified_at FROM s3_parts WHERE upload = ? ORDER BY number";
  return s3.store.all<Part>(sql, upload);
}

/** Takes the upload's rows away and returns the blobs they named. */
export function forgetUpload(s3: S3, upload: string): string[] {
  const blobs = partsOf(s3, upload).map(({ blob }) => blob);
  s3.store.run("DELETE FROM s3_parts WHERE upload = ?", upload);
  s3.store.run("DELETE FROM s3_uploads WHERE id = ?", upload);
  return blobs;
}
