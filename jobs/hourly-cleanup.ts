// hourly-cleanup: deletes from a bucket what its retention rules name, and says what and how much.
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { job } from "lamplighter";
import { condemned, parseRule, type Rule, type RuleInput, type StoredObject } from "./cleanup/rule.ts";

interface Input {
  readonly bucket: string;
  readonly rules: readonly RuleInput[];
  /** Says what would go, and deletes nothing. */
  readonly dryRun?: boolean;
}

/** DeleteObjects takes at most 1,000 keys (S3 API reference). */
const BATCH = 1_000;
/** Keys named in the result; the log has all. */
const NAMED = 20;

export default job<Input>(async (input, run) => {
  const rules = input.rules.map(parseRule);
  const s3 = new S3Client({});
  const doomed = new Map<string, StoredObject>();
  for (const [index, rule] of rules.entries()) {
    run.signal.throwIfAborted();
    const objects = await objectsUnder(s3, input.bucket, rule, run.signal);
    for (const object of condemned(rule, objects, run.due.getTime())) doomed.set(object.key, object);
    run.progress(index + 1, rules.length);
  }
  const objects = [...doomed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { key, bytes } of objects) run.log.info(input.dryRun ? "would delete" : "deleting", { key, bytes });
  if (!input.dryRun) await deleteAll(s3, input.bucket, objects, run.signal);
  return {
    dryRun: input.dryRun === true,
    deleted: input.dryRun ? 0 : objects.length,
    condemned: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    keys: objects.slice(0, NAMED).map(({ key }) => key),
  };
});

async function objectsUnder(s3: S3Client, bucket: string, rule: Rule, signal: AbortSignal): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  try {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: rule.prefix })) {
      signal.throwIfAborted();
      for (const { Key, LastModified, Size } of page.Contents ?? []) {
        if (Key !== undefined && LastModified)
          found.push({ key: Key, modifiedAt: LastModified.getTime(), bytes: Size ?? 0 });
      }
    }
  } catch (error) {
    // A bucket that no job has made yet holds nothing to clean.
    if (!(error instanceof Error && error.name === "NoSuchBucket")) throw error;
  }
  return found;
}

/** Deleting what is gone already succeeds (S3 API reference, DeleteObjects), so a killed run is simply run again. */
async function deleteAll(
  s3: S3Client,
  bucket: string,
  objects: readonly StoredObject[],
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < objects.length; from += BATCH) {
    signal.throwIfAborted();
    const keys = objects.slice(from, from + BATCH).map(({ key }) => ({ Key: key }));
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }));
    const [first] = answer.Errors ?? [];
    if (first)
      throw new Error(
        `${answer.Errors?.length} objects could not be deleted; the first, ${first.Key}: ${first.Message}`,
      );
  }
}
