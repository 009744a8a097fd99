// The body of a request, bounded, and unwrapped when it came in aws-chunked encoding.
import type { IncomingMessage } from "node:http";
import { ServiceError } from "../service.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import { NO_BODY } from "./message.ts";

const MIB = 1024 * 1024;

/** Lambda takes a zip of 50 MB as base64; S3 objects are held in memory here; everything else is small. */
const LIMITS: Readonly<Record<string, number>> = { s3: 512 * MIB, lambda: 96 * MIB };
const USUAL_LIMIT = 20 * MIB;

function tooLarge(limit: number): ServiceError {
  return new ServiceError("RequestEntityTooLarge", `The request is larger than ${limit} bytes.`);
}

export async function readBody(request: IncomingMessage, service: string): Promise<Uint8Array> {
  const limit = LIMITS[service] ?? USUAL_LIMIT;
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body =
    chunks.length === 0 ? NO_BODY : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
  return isAwsChunked(request) ? decodeAwsChunked(body) : body;
}

function isAwsChunked(request: IncomingMessage): boolean {
  const encoding = String(request.headers["content-encoding"] ?? "");
  const digest = String(request.headers["x-amz-content-sha256"] ?? "");
  return /(^|,\s*)aws-chunked\b/.test(encoding) || digest.startsWith("STREAMING-");
}
