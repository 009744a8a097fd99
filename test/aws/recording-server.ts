// A server that remembers what it was asked and answers as told: for what the engine cannot be made to say.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Recorded {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function recordingServer(answer: (request: Recorded) => Reply) {
  const requests: Recorded[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const chunk of incoming) body += String(chunk);
    const request = { headers: incoming.headers, body };
    requests.push(request);
    const reply = answer(request);
    const headers = { "content-type": "application/x-amz-json-1.1", ...reply.headers };
    outgoing.writeHead(reply.status, headers).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: requests as readonly Recorded[],
    close() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
