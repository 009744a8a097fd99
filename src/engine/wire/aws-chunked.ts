// aws-chunked: a body in signed or unsigned chunks with trailers (S3 API reference, "Transferring Payload in Multiple Chunks").
import { ServiceError } from "../service.ts";

function broken(): ServiceError {
  return new ServiceError("IncompleteBody", "The request body terminated unexpectedly");
}

/** The data of the chunks; chunk signatures and trailers (checksums) are dropped. */
export function decodeAwsChunked(body: Uint8Array): Uint8Array {
  const source = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = source.indexOf("\r\n", at);
    if (lineEnd < 0) throw broken();
    const [sizeText = ""] = source.toString("latin1", at, lineEnd).split(";", 1);
    if (!/^[0-9a-fA-F]{1,8}$/.test(sizeText)) throw broken();
    const size = Number.parseInt(sizeText, 16);
    if (size === 0) return Buffer.concat(parts);
    const start = lineEnd + 2;
    if (start + size + 2 > source.length) throw broken();
    parts.push(source.subarray(start, start + size));
    at = start + size + 2;
  }
}
