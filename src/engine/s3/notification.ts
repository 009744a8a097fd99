// PutBucketNotificationConfiguration and its answer: kept, and obeyed as far as EventBridge goes.
import { bucketOf, type InBucket } from "./buckets.ts";
import type { StoredObject } from "./objects.ts";
import type { S3 } from "./s3.ts";

interface Configuration {
  readonly EventBridgeConfiguration?: object;
  readonly [kind: string]: unknown;
}

/** An empty configuration takes all notifications away (API Reference, PutBucketNotificationConfiguration). */
export const putBucketNotification =
  (s3: S3) => (input: InBucket & { readonly NotificationConfiguration: Configuration }) => {
    const { name } = bucketOf(s3, input);
    const text = JSON.stringify(input.NotificationConfiguration);
    s3.store.run("UPDATE s3_buckets SET notification = ? WHERE name = ?", text, name);
  };

export const getBucketNotification = (s3: S3) => (input: InBucket) => configurationOf(bucketOf(s3, input).notification);

const configurationOf = (text: string | null): Configuration => (text === null ? {} : JSON.parse(text));

/** To the default bus, in the form of the User Guide's EventBridge event message structure. */
export function announceObject(s3: S3, object: StoredObject, reason: string): void {
  const sql = "SELECT notification FROM s3_buckets WHERE name = ?";
  const bucket = s3.store.get<{ notification: string | null }>(sql, object.bucket);
  if (!configurationOf(bucket?.notification ?? null).EventBridgeConfiguration) return;
  s3.publish({
    source: "aws.s3",
    detailType: "Object Created",
    resources: [`arn:aws:s3:::${object.bucket}`],
    detail: {
      version: "0",
      bucket: { name: object.bucket },
      object: {
        key: object.key,
        size: object.size,
        etag: object.etag.replaceAll('"', ""),
        sequencer: s3.clock.now().toString(16).padStart(18, "0").toUpperCase(),
      },
      "request-id": s3.random.hex(8).toUpperCase(),
      requester: s3.account,
      "source-ip-address": "127.0.0.1",
      reason,
    },
  });
}
