// PutBucketPolicy, GetBucketPolicy and DeleteBucketPolicy: who may do what in a bucket, by the bucket's own word.
import { readResourcePolicy } from "../iam/policy-document.ts";
import { ServiceError } from "../service.ts";
import { bucketOf, type InBucket } from "./buckets.ts";
import type { S3 } from "./s3.ts";

/** User Guide, bucket policies. */
const MOST_BYTES = 20 * 1_024;

export const putBucketPolicy = (s3: S3) => (input: InBucket & { readonly Policy: string }) => {
  const { name } = bucketOf(s3, input);
  checkPolicy(name, input.Policy);
  s3.store.run("INSERT OR REPLACE INTO s3_policies (bucket, policy) VALUES (?, ?)", name, input.Policy);
};

export const getBucketPolicy = (s3: S3) => (input: InBucket) => {
  const { name } = bucketOf(s3, input);
  const Policy = policyOf(s3, name);
  if (Policy === undefined) {
    throw new ServiceError("NoSuchBucketPolicy", "The bucket policy does not exist", { BucketName: name });
  }
  return { Policy };
};

export const deleteBucketPolicy = (s3: S3) => (input: InBucket) => {
  s3.store.run("DELETE FROM s3_policies WHERE bucket = ?", bucketOf(s3, input).name);
};

/** Empty for a bucket without one, also where the resource is an object in it; undefined for a bucket that is not there. */
export function bucketPolicyOf(s3: S3, resourceArn: string): string | undefined {
  const [, bucket] = /^arn:aws:s3:::([^/]+)/.exec(resourceArn) ?? [];
  if (bucket === undefined || !s3.store.get("SELECT 1 FROM s3_buckets WHERE name = ?", bucket)) return undefined;
  return policyOf(s3, bucket) ?? "";
}

function policyOf(s3: S3, bucket: string): string | undefined {
  return s3.store.get<{ policy: string }>("SELECT policy FROM s3_policies WHERE bucket = ?", bucket)?.policy;
}

function checkPolicy(bucket: string, text: string): void {
  const arn = `arn:aws:s3:::${bucket}`;
  const refuse = (message: string) => new ServiceError("MalformedPolicy", message);
  if (!text.startsWith("{")) throw refuse("Policies must be valid JSON and the first byte must be '{'");
  if (Buffer.byteLength(text) > MOST_BYTES) throw refuse("Policy exceeds the maximum allowed document size.");
  try {
    readResourcePolicy(text, (resource) => resource === arn || resource.startsWith(`${arn}/`));
  } catch (error) {
    throw error instanceof ServiceError ? refuse(error.message) : error;
  }
}
