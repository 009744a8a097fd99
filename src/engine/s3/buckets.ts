// A bucket as stored, found by name, with the check of its expected owner that every operation has.
import { ServiceError } from "../service.ts";
import { noSuchBucket } from "./errors.ts";
import type { S3 } from "./s3.ts";

export interface BucketRow {
  readonly name: string;
  readonly location: string;
  readonly created_at: number;
  readonly notification: string | null;
  readonly tags: string | null;
}

export interface InBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

export function bucketOf(s3: S3, input: InBucket): BucketRow {
  const bucket = s3.store.get<BucketRow>("SELECT * FROM s3_buckets WHERE name = ?", input.Bucket);
  if (!bucket) throw noSuchBucket(input.Bucket);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== s3.account) {
    throw new ServiceError("AccessDenied", "Access Denied");
  }
  return bucket;
}
