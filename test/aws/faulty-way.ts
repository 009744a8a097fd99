// A way to the engine on which one chosen call goes wrong.
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `before`: the call never arrives; `after`: it is done, but the answer is lost. `hard` ends the work there, `soft` may be tried again. */
export type Fault = `${"before" | "after"} ${"hard" | "soft"}`;

export interface FaultyWay {
  readonly endpoint: string;
  /** The call with this number (from 1) goes wrong; counting starts anew. */
  breakAt(call: number, fault: Fault): void;
  /** Calls since then. */
  calls(): number;
  close(): Promise<void>;
}

export async function faultyWay(engine: string): Promise<FaultyWay> {
  let seen = 0;
  let broken: { call: number; fault: Fault } | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const body = await bytesOf(incoming);
    seen++;
    const fault = seen === broken?.call ? broken.fault : undefined;
    if (fault?.startsWith("before")) return refuse(outgoing, fault);
    const answer = await forward(engine, incoming, body);
    if (fault) return refuse(outgoing, fault);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAt(call, fault) {
      seen = 0;
      broken = { call, fault };
    },
    calls: () => seen,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The SDK repeats a 500, and takes an error it does not know as final. */
function refuse(outgoing: ServerResponse, fault: Fault): void {
  const [status, code] = fault.endsWith("soft") ? [500, "InternalFailure"] : [400, "PulledThePlug"];
  const xml = `<ErrorResponse><Error><Code>${code}</Code><Message>injected</Message></Error></ErrorResponse>`;
  const headers = { "x-amzn-errortype": code, "content-type": "application/json" };
  outgoing.writeHead(status, headers).end(outgoing.req.headers["content-type"]?.includes("form") ? xml : "{}");
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(engine: string, incoming: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
    const { method, headers, url } = incoming;
    const options = { method, headers: { ...headers, host: new URL(engine).host } };
    const call = request(new URL(url ?? "/", engine), options, async (answer) => {
      resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: await bytesOf(answer) });
    });
    call.on("error", reject).end(body);
  });
}
