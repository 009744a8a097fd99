// What S3's operations demand (Service Authorization Reference, Amazon S3; User Guide, "Required permissions for S3 API operations").
import { type Demand, demand, requestTags, tagsOfList } from "../access/demand.ts";
import type { ContextValues } from "../iam/request-context.ts";
import type { AccessRule, Service } from "../service.ts";
import type { InBucket } from "./buckets.ts";
import { placeOfSource } from "./copy-source.ts";
import { type AtKey, findObject, type Tag } from "./objects.ts";
import type { S3 } from "./s3.ts";

interface Write extends AtKey {
  readonly ACL?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
  readonly Tagging?: string;
}

interface Listing extends InBucket {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}

export const bucketArn = ({ Bucket }: Pick<InBucket, "Bucket">) => `arn:aws:s3:::${Bucket}`;
const objectArn = ({ Bucket, Key }: AtKey) => `arn:aws:s3:::${Bucket}/${Key}`;

export const mayList = (input: InBucket) => demand("s3:ListBucket", bucketArn(input));

const ON_BUCKET: Readonly<Record<string, string>> = {
  CreateBucket: "CreateBucket",
  DeleteBucket: "DeleteBucket",
  HeadBucket: "ListBucket",
  GetBucketLocation: "GetBucketLocation",
  GetBucketVersioning: "GetBucketVersioning",
  PutBucketPolicy: "PutBucketPolicy",
  GetBucketPolicy: "GetBucketPolicy",
  DeleteBucketPolicy: "DeleteBucketPolicy",
  GetBucketTagging: "GetBucketTagging",
  PutBucketTagging: "PutBucketTagging",
  DeleteBucketTagging: "PutBucketTagging",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  ListMultipartUploads: "ListBucketMultipartUploads",
};

const ON_OBJECT: Readonly<Record<string, string>> = {
  GetObject: "GetObject",
  HeadObject: "GetObject",
  DeleteObject: "DeleteObject",
  GetObjectTagging: "GetObjectTagging",
  DeleteObjectTagging: "DeleteObjectTagging",
  ListParts: "ListMultipartUploadParts",
  AbortMultipartUpload: "AbortMultipartUpload",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
};

const EXISTING_TAG = "s3:existingobjecttag/";

export function s3Access(s3: S3): Service["access"] {
  const rules = (actions: Readonly<Record<string, string>>, rule: (action: string) => AccessRule) =>
    Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, rule(`s3:${action}`)]));
  /** The tags of what is there now. */
  const existing = (at: AtKey) => (key: string) => {
    if (!key.startsWith(EXISTING_TAG)) return undefined;
    const tags = findObject(s3, at.Bucket, at.Key)?.tags ?? [];
    return tags.find(({ Key }) => Key.toLowerCase() === key.slice(EXISTING_TAG.length))?.Value;
  };
  const onObject = (action: string) => (input: AtKey) => ({
    ...demand(action, objectArn(input)),
    lookUp: existing(input),
  });
  return {
    ...rules(ON_BUCKET, (action) => (input: InBucket) => demand(action, bucketArn(input))),
    ...rules(ON_OBJECT, onObject),
    ListBuckets: () => demand("s3:ListAllMyBuckets", "arn:aws:s3:::*"),
    ListObjects: listing,
    ListObjectsV2: listing,
    PutObject: written,
    CreateMultipartUpload: written,
    CopyObject(input: Write & { readonly CopySource: string; readonly TaggingDirective?: string }) {
      const source = placeOfSource(input.CopySource);
      const copied =
        input.TaggingDirective === "REPLACE" ? [] : (findObject(s3, source.Bucket, source.Key)?.tags ?? []);
      return [
        onObject("s3:GetObject")(source),
        ...(copied.length > 0 ? [demand("s3:GetObjectTagging", objectArn(source))] : []),
        ...written(input),
        ...(copied.length > 0 ? [demand("s3:PutObjectTagging", objectArn(input), objectTags(copied))] : []),
      ];
    },
    PutObjectTagging: (input: AtKey & { readonly Tagging: { readonly TagSet: readonly Tag[] } }) =>
      demand("s3:PutObjectTagging", objectArn(input), objectTags(input.Tagging.TagSet)),
    // Each key is weighed on its own: those that may not be deleted are named in the answer.
    DeleteObjects: () => [],
  };
}

export const mayDelete = (bucket: string, key: string): Demand =>
  demand("s3:DeleteObject", objectArn({ Bucket: bucket, Key: key }));

const listing: AccessRule = (input: Listing) =>
  demand("s3:ListBucket", bucketArn(input), {
    "s3:prefix": input.Prefix ?? "",
    "s3:delimiter": input.Delimiter,
    "s3:max-keys": input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
  });

/** Tags in the request are tagging as well. */
function written(input: Write): Demand[] {
  const tags = [...new URLSearchParams(input.Tagging ?? "")].map(([Key, Value]) => ({ Key, Value }));
  const keys = {
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:if-none-match": input.IfNoneMatch,
    "s3:if-match": input.IfMatch,
    ...objectTags(tags),
  };
  const put = demand("s3:PutObject", objectArn(input), keys);
  return tags.length === 0 ? [put] : [put, demand("s3:PutObjectTagging", objectArn(input), objectTags(tags))];
}

function objectTags(tags: readonly Tag[]): ContextValues {
  if (tags.length === 0) return {};
  const named = tags.map(({ Key, Value }) => [`s3:requestobjecttag/${Key.toLowerCase()}`, Value] as const);
  const keys = tags.map(({ Key }) => Key);
  return { ...requestTags(tagsOfList(tags)), ...Object.fromEntries(named), "s3:requestobjecttagkeys": keys };
}
