// Brings a backup back into a table, item for item; a part that is damaged stops it before any of that part is written.
import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { type Manifest, manifestKey, readJson } from "./manifest.ts";
import { readPart } from "./read-part.ts";

/** BatchWriteItem takes at most 25 items (DynamoDB API reference). */
const BATCH = 25;

export interface Restore {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly bucket: string;
  /** Key prefix of the generation, ending in a slash. */
  readonly generation: string;
  /** An existing table with the same keys; items that are there already are replaced. */
  readonly table: string;
}

export async function restoreBackup(job: Restore): Promise<{ readonly items: number }> {
  const manifest = await readJson<Manifest>(job.s3, job.bucket, manifestKey(job.generation));
  if (!manifest)
    throw new Error(`${job.bucket}/${job.generation} has no manifest: the backup is not whole, or not there`);
  let items = 0;
  for (const part of manifest.parts) {
    const restored = await readPart(job.s3, job.bucket, part);
    for (let from = 0; from < restored.length; from += BATCH) {
      await writeAll(
        job,
        restored.slice(from, from + BATCH).map((Item) => ({ PutRequest: { Item } })),
      );
    }
    items += restored.length;
  }
  return { items };
}

async function writeAll(job: Restore, requests: WriteRequest[]): Promise<void> {
  for (let left = requests; left.length > 0; ) {
    const answer = await job.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [job.table]: left } }));
    left = answer.UnprocessedItems?.[job.table] ?? [];
  }
}
