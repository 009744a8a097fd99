// CreateBucket, HeadBucket, ListBuckets, GetBucketLocation, GetBucketVersioning and DeleteBucket.
import { type Call, ServiceError } from "../service.ts";
import { type BucketRow, bucketOf, type InBucket } from "./buckets.ts";
import type { Tag } from "./objects.ts";
import { nowOf, type S3 } from "./s3.ts";
import { checkBucketTags } from "./tags.ts";

interface CreateBucketInput extends InBucket {
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string; readonly Tags?: readonly Tag[] };
}

interface ListBucketsInput {
  readonly Prefix?: string;
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
}

/** The region that has no location constraint (API Reference, GetBucketLocation). */
const FIRST_REGION = "us-east-1";

export const createBucket = (s3: S3) => (input: CreateBucketInput) => {
  const location = locationOf(s3, input.CreateBucketConfiguration?.LocationConstraint);
  checkName(input.Bucket);
  const tags = input.CreateBucketConfiguration?.Tags;
  if (tags) checkBucketTags(tags);
  s3.store.transaction(() => {
    if (s3.store.get("SELECT 1 FROM s3_buckets WHERE name = ?", input.Bucket)) {
      // In the first region, making a bucket again that one owns succeeds (API Reference, CreateBucket).
      if (s3.region === FIRST_REGION) return;
      const text = "Your previous request to create the named bucket succeeded and you already own it.";
      throw new ServiceError("BucketAlreadyOwnedByYou", text, { BucketName: input.Bucket });
    }
    const sql = "INSERT INTO s3_buckets (name, location, created_at, tags) VALUES (?, ?, ?, ?)";
    s3.store.run(sql, input.Bucket, location, nowOf(s3), tags?.length ? JSON.stringify(tags) : null);
  });
  return { Location: `/${input.Bucket}`, BucketArn: `arn:aws:s3:::${input.Bucket}` };
};

export const headBucket = (s3: S3) => (input: InBucket) => {
  const bucket = bucketOf(s3, input);
  return { BucketRegion: bucket.location, BucketArn: `arn:aws:s3:::${bucket.name}` };
};

export const listBuckets = (s3: S3) => (input: ListBucketsInput, call: Call) => {
  const after = Buffer.from(input.ContinuationToken ?? "", "base64url").toString();
  const prefix = input.Prefix ?? "";
  const found = s3.store
    .all<BucketRow>("SELECT * FROM s3_buckets WHERE name > ? ORDER BY name", after)
    .filter(({ name }) => name.startsWith(prefix));
  const shown = found.slice(0, input.MaxBuckets ?? 10_000);
  const last = shown.at(-1);
  return {
    Buckets: shown.map(({ name, location, created_at }) => ({
      Name: name,
      CreationDate: created_at / 1_000,
      BucketRegion: location,
    })),
    Owner: { ID: call.account },
    ...(input.Prefix === undefined ? {} : { Prefix: input.Prefix }),
    ...(last && shown.length < found.length ? { ContinuationToken: Buffer.from(last.name).toString("base64url") } : {}),
  };
};

export const getBucketLocation = (s3: S3) => (input: InBucket) => {
  const { location } = bucketOf(s3, input);
  return location === FIRST_REGION ? {} : { LocationConstraint: location };
};

/** Buckets of the engine keep no versions: S3 answers so for a bucket that never had any. */
export const getBucketVersioning = (s3: S3) => (input: InBucket) => {
  bucketOf(s3, input);
  return {};
};

export const deleteBucket = (s3: S3) => async (input: InBucket) => {
  const files = s3.store.transaction(() => {
    const { name } = bucketOf(s3, input);
    if (s3.store.get("SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1", name)) {
      throw new ServiceError("BucketNotEmpty", "The bucket you tried to delete is not empty", { BucketName: name });
    }
    const parts = s3.store.all<{ blob: string }>(
      "SELECT blob FROM s3_parts WHERE upload IN (SELECT id FROM s3_uploads WHERE bucket = ?)",
      name,
    );
    s3.store.run("DELETE FROM s3_parts WHERE upload IN (SELECT id FROM s3_uploads WHERE bucket = ?)", name);
    s3.store.run("DELETE FROM s3_uploads WHERE bucket = ?", name);
    s3.store.run("DELETE FROM s3_policies WHERE bucket = ?", name);
    s3.store.run("DELETE FROM s3_buckets WHERE name = ?", name);
    return s3.blobs.forget(parts.map(({ blob }) => blob));
  });
  await s3.blobs.sweep(files);
};

/** The model's closed set of constraints does not name the first region: such a request does not come this far. */
function locationOf(s3: S3, constraint: string | undefined): string {
  if (s3.region === FIRST_REGION || constraint === s3.region) return constraint ?? s3.region;
  const text = `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  throw new ServiceError("IllegalLocationConstraintException", text);
}

/** User Guide, bucket naming rules. */
function checkName(name: string): void {
  const wellFormed = /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/.test(name) && !name.includes("..");
  if (wellFormed && !/^\d+\.\d+\.\d+\.\d+$/.test(name) && !/^(xn--|sthree-)/.test(name)) return;
  throw new ServiceError("InvalidBucketName", "The specified bucket is not valid.", { BucketName: name });
}
