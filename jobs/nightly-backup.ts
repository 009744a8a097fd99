// nightly-backup: a DynamoDB table as gzipped NDJSON in S3, with a manifest, read back and verified, n generations kept.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { job } from "lamplighter";
import { exportTable } from "./backup/export-table.ts";
import { dropOldGenerations, generationFolder } from "./backup/generations.ts";
import { checkpointKey, type Manifest, manifestKey, readJson, writeJson } from "./backup/manifest.ts";
import { readPart } from "./backup/read-part.ts";
import { ensureBucket } from "./bucket.ts";

interface Input {
  /** The table to back up; left out, this app's own ledger. */
  readonly table?: string;
  readonly bucket: string;
  /** Start of every key, ending in a slash. */
  readonly prefix: string;
  /** Whole generations to keep. */
  readonly keep: number;
  readonly partBytes?: number;
}

const PART_BYTES = 16 * 1024 * 1024;

export default job<Input>(async (input, run) => {
  const s3 = new S3Client({});
  const dynamodb = new DynamoDBClient({});
  const table = input.table ?? process.env["LAMP_LEDGER"] ?? "";
  const { bucket } = input;
  const generation = generationFolder(input.prefix, table, run.due);
  await ensureBucket(s3, bucket);
  let manifest = await readJson<Manifest>(s3, bucket, manifestKey(generation));
  if (!manifest) {
    const parts = await exportTable({
      dynamodb,
      s3,
      table,
      bucket,
      generation,
      partBytes: input.partBytes ?? PART_BYTES,
      signal: run.signal,
      onPart: (done) => run.progress(done.length),
    });
    for (const part of parts) {
      run.signal.throwIfAborted();
      await readPart(s3, bucket, part);
    }
    const items = parts.reduce((sum, part) => sum + part.items, 0);
    manifest = { format: 1, table, startedFor: run.due.toISOString(), items, parts };
    await writeJson(s3, bucket, manifestKey(generation), manifest);
    run.log.info("verified", { table, items, parts: parts.length });
  }
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: checkpointKey(generation) }));
  const dropped = await dropOldGenerations(s3, bucket, `${input.prefix}${table}/`, input.keep);
  const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  return { generation, items: manifest.items, parts: manifest.parts.length, bytes, dropped: dropped.length };
});
