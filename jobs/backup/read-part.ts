// Reads one part of a backup back, and refuses one whose bytes or count are not the manifest's.
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Item, lineToItem } from "./item-line.ts";
import type { Part } from "./manifest.ts";

export async function readPart(s3: S3Client, bucket: string, part: Part): Promise<Item[]> {
  const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: part.key }));
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== part.sha256) {
    throw new Error(`${part.key}: its bytes are not the backup's (SHA-256 ${sha256}, expected ${part.sha256})`);
  }
  const items = gunzipSync(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map(lineToItem);
  if (items.length !== part.items) {
    throw new Error(`${part.key}: holds ${items.length} items, expected ${part.items}`);
  }
  return items;
}
