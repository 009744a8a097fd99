// The way from lamp to moto: counts the calls, and makes up for what moto is known to do otherwise than AWS.
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { type Call, MENDS, type Reply } from "./mends.ts";

export interface Way {
  readonly endpoint: string;
  /** Signed calls that arrived since it was asked last: whether an engine of ours is there is asked without a signature. */
  calls(): number;
  /** The names of the mends that were needed. */
  readonly mended: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function wayTo(moto: string): Promise<Way> {
  let arrived = 0;
  const mended = new Set<string>();
  const send = (call: Call) => forward(moto, call);
  const server = createServer(async (incoming, outgoing) => {
    const call = await callOf(incoming);
    if (call.headers["authorization"] !== undefined) arrived++;
    const mend = MENDS.find(({ covers }) => covers(call));
    if (mend) mended.add(mend.name);
    const reply = await (mend ? mend.mend(call, send) : send(call));
    outgoing.writeHead(reply.status, reply.headers as Record<string, string>).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls() {
      const since = arrived;
      arrived = 0;
      return since;
    },
    mended,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function callOf(incoming: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = incoming;
  return { method, path: url, headers, body: Buffer.concat(chunks) };
}

function forward(moto: string, { method, path, headers, body }: Call): Promise<Reply> {
  const { host: _, connection: __, ...rest } = headers;
  return new Promise((resolve, reject) => {
    const passed = { ...rest, "content-length": body.length };
    const sent = request(new URL(path, moto), { method, headers: passed }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { connection: ___, "transfer-encoding": ____, ...kept } = incoming.headers;
        const whole = Buffer.concat(chunks);
        resolve({
          status: incoming.statusCode ?? 502,
          headers: { ...kept, "content-length": String(whole.length) },
          body: whole,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
