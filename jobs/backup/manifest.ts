// What a backup says of itself: the manifest is written last, so a generation that has one is whole.
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

export interface Part {
  readonly key: string;
  readonly items: number;
  readonly bytes: number;
  /** SHA-256 of the object's bytes, hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 1;
  readonly table: string;
  readonly startedFor: string;
  readonly items: number;
  readonly parts: readonly Part[];
}

/** How far an export has come: written after each part, so that a killed one goes on where it stopped. */
export interface Checkpoint {
  readonly parts: readonly Part[];
  /** Scan's LastEvaluatedKey after the last part, as a line. */
  readonly after: string | null;
}

export const manifestKey = (generation: string) => `${generation}manifest.json`;
export const checkpointKey = (generation: string) => `${generation}checkpoint.json`;

export async function readJson<T>(s3: S3Client, bucket: string, key: string): Promise<T | undefined> {
  try {
    const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse((await answer.Body?.transformToString()) ?? "") as T;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchKey") return undefined;
    throw error;
  }
}

export async function writeJson(s3: S3Client, bucket: string, key: string, value: unknown): Promise<void> {
  const body = `${JSON.stringify(value, null, 2)}\n`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" }));
}
