// Exports a table as gzipped NDJSON parts, page by page, within bounded memory; goes on from its checkpoint after a kill.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { itemToLine, lineToItem } from "./item-line.ts";
import { type Checkpoint, checkpointKey, type Part, readJson, writeJson } from "./manifest.ts";

export interface Export {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly table: string;
  readonly bucket: string;
  /** Key prefix of this generation, ending in a slash. */
  readonly generation: string;
  /** A part is closed when it has this many bytes of lines. */
  readonly partBytes: number;
  readonly signal: AbortSignal;
  onPart(parts: readonly Part[]): void;
}

export async function exportTable(job: Export): Promise<readonly Part[]> {
  const checkpoint = await readJson<Checkpoint>(job.s3, job.bucket, checkpointKey(job.generation));
  const parts: Part[] = [...(checkpoint?.parts ?? [])];
  if (checkpoint && checkpoint.after === null) return parts;
  let after = checkpoint?.after ? lineToItem(checkpoint.after) : undefined;
  let lines: string[] = [];
  let size = 0;
  do {
    job.signal.throwIfAborted();
    const page = await job.dynamodb.send(
      new ScanCommand({ TableName: job.table, ConsistentRead: true, ...(after ? { ExclusiveStartKey: after } : {}) }),
    );
    for (const item of page.Items ?? []) {
      const line = itemToLine(item);
      lines.push(line);
      size += line.length;
    }
    after = page.LastEvaluatedKey;
    if (size >= job.partBytes || !after) {
      if (lines.length > 0) parts.push(await writePart(job, parts.length, lines));
      lines = [];
      size = 0;
      const checkpointNow: Checkpoint = { parts, after: after ? itemToLine(after) : null };
      await writeJson(job.s3, job.bucket, checkpointKey(job.generation), checkpointNow);
      job.onPart(parts);
    }
  } while (after);
  return parts;
}

async function writePart(job: Export, index: number, lines: readonly string[]): Promise<Part> {
  const body = gzipSync(lines.join(""));
  const key = `${job.generation}part-${String(index).padStart(5, "0")}.ndjson.gz`;
  await job.s3.send(
    new PutObjectCommand({ Bucket: job.bucket, Key: key, Body: body, ContentType: "application/gzip" }),
  );
  return { key, items: lines.length, bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") };
}
