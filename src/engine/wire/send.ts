// Writes one answer to its connection.
import type { ServerResponse } from "node:http";
import type { WireAnswer } from "./message.ts";

export function plainAnswer(status: number, message: string): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

/** Resolves when a stream has ended; every other answer is on its way at once. */
export function send(response: ServerResponse, requestId: string, answer: WireAnswer): void | Promise<void> {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...answer.headers,
  };
  if (answer.stream) return sendStream(response.writeHead(answer.status, headers), answer.stream);
  if (headers["content-length"] === undefined && answer.status !== 204 && answer.status !== 304) {
    headers["content-length"] = Buffer.byteLength(answer.body);
  }
  response.writeHead(answer.status, headers);
  response.end(answer.body);
}

/** No faster than the caller reads; ends when either side does. */
async function sendStream(response: ServerResponse, stream: AsyncIterable<Uint8Array>): Promise<void> {
  response.flushHeaders();
  for await (const part of stream) {
    if (response.destroyed) break;
    if (!response.write(part)) await room(response);
  }
  response.end();
}

function room(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
