// S3 as far as jobs need it: buckets without versions, objects, multipart uploads, path-style addresses.
import { join } from "node:path";
import type { EngineContext, Operation, Service } from "../service.ts";
import { s3Access } from "./access.ts";
import { Blobs } from "./blobs.ts";
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from "./bucket-operations.ts";
import { bucketPolicyOf, deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from "./bucket-policy.ts";
import { completeMultipartUpload } from "./complete-upload.ts";
import { copyObject } from "./copy-object.ts";
import { deleteObject, deleteObjects } from "./delete-object.ts";
import { getObject, headObject } from "./get-object.ts";
import { hideMissing } from "./hide-missing.ts";
import { listObjects, listObjectsV2 } from "./list-objects.ts";
import { getBucketNotification, putBucketNotification } from "./notification.ts";
import { objectAt } from "./objects.ts";
import { putObject } from "./put-object.ts";
import type { ObjectEvent, S3 } from "./s3.ts";
import { S3_SCHEMA } from "./schema.ts";
import {
  deleteBucketTagging,
  deleteObjectTagging,
  getBucketTagging,
  getObjectTagging,
  putBucketTagging,
  putObjectTagging,
} from "./tags.ts";
import { abortMultipartUpload, createMultipartUpload, listMultipartUploads, listParts, uploadPart } from "./uploads.ts";

export interface S3Options {
  /** Large objects are kept in its folder `s3`; `:memory:` keeps all in the store. */
  readonly directory: string;
  /** Gets what buckets with EventBridge switched on have to tell. */
  readonly publish?: (event: ObjectEvent) => void;
}

export interface S3Service {
  readonly service: Service;
  /** A whole object, for another service of the engine. Throws ServiceError where there is none. */
  read(bucket: string, key: string): Promise<Uint8Array>;
}

export function createS3Service(context: EngineContext, options: S3Options): S3Service {
  const { store, clock, random, account, region } = context;
  store.define(S3_SCHEMA);
  const folder = options.directory === ":memory:" ? undefined : join(options.directory, "s3");
  const blobs = new Blobs(store, random, folder);
  const s3: S3 = { store, clock, random, account, region, blobs, publish: options.publish ?? (() => {}) };
  const policy = (arn: string) => bucketPolicyOf(s3, arn);
  return {
    service: { name: "s3", operations: operationsOf(s3), access: s3Access(s3), policyOf: policy },
    async read(Bucket, Key) {
      const { blob, size } = objectAt(s3, { Bucket, Key });
      return s3.blobs.read(blob, 0, size);
    },
  };
}

function operationsOf(s3: S3): Record<string, Operation> {
  return {
    CreateBucket: createBucket(s3),
    HeadBucket: headBucket(s3),
    ListBuckets: listBuckets(s3),
    GetBucketLocation: getBucketLocation(s3),
    GetBucketVersioning: getBucketVersioning(s3),
    DeleteBucket: deleteBucket(s3),
    PutBucketPolicy: putBucketPolicy(s3),
    GetBucketPolicy: getBucketPolicy(s3),
    DeleteBucketPolicy: deleteBucketPolicy(s3),
    PutBucketTagging: putBucketTagging(s3),
    GetBucketTagging: getBucketTagging(s3),
    DeleteBucketTagging: deleteBucketTagging(s3),
    PutBucketNotificationConfiguration: putBucketNotification(s3),
    GetBucketNotificationConfiguration: getBucketNotification(s3),
    PutObject: putObject(s3),
    GetObject: hideMissing(getObject(s3)),
    HeadObject: hideMissing(headObject(s3)),
    CopyObject: hideMissing(copyObject(s3)),
    DeleteObject: deleteObject(s3),
    DeleteObjects: deleteObjects(s3),
    ListObjects: listObjects(s3),
    ListObjectsV2: listObjectsV2(s3),
    PutObjectTagging: putObjectTagging(s3),
    GetObjectTagging: getObjectTagging(s3),
    DeleteObjectTagging: deleteObjectTagging(s3),
    CreateMultipartUpload: createMultipartUpload(s3),
    UploadPart: uploadPart(s3),
    ListParts: listParts(s3),
    ListMultipartUploads: listMultipartUploads(s3),
    CompleteMultipartUpload: completeMultipartUpload(s3),
    AbortMultipartUpload: abortMultipartUpload(s3),
  };
}
