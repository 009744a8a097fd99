// Writes one answer to its connection.
import type { ServerResponse } from "node:http";
import type { WireAnswer } from "./message.ts";

export function plainAnswer(status: number, message: string): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

export function send(response: ServerResponse, requestId: string, answer: WireAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...answer.headers,
  };
  if (headers["content-length"] === undefined && answer.status !== 204 && answer.status !== 304) {
    headers["content-length"] = Buffer.byteLength(answer.body);
  }
  response.writeHead(answer.status, headers);
  response.end(answer.body);
}
