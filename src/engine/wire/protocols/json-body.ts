// The body of a request as JSON.
import { ServiceError } from "../../service.ts";

export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch (error) {
    throw new ServiceError("SerializationException", `The body is not well-formed JSON: ${(error as Error).message}`);
  }
}
