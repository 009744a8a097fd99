// An engine a given time away: `node bench/servers/far-engine.ts MS`. Its first line of output is the addresses, as JSON, of the
// engine itself and of the way to it on which each call takes MS longer. `GET /-/calls` there tells how many came since it was
// asked last, and how many milliseconds lie between the first schedule that was made in that time and the last.
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { startEngine } from "../../src/engine/engine.ts";

const away = Number(process.argv[2] ?? 60);
const engine = await startEngine({ directory: ":memory:", port: 0, fire: false });
const target = new URL(engine.endpoint);
const agent = new Agent({ keepAlive: true });

let calls = 0;
let creations: { first: number; last: number } | undefined;

const way = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  if (url === "/-/calls") {
    outgoing.end(JSON.stringify({ calls, creatingMs: creations ? creations.last - creations.first : 0 }));
    calls = 0;
    creations = undefined;
    return;
  }
  // What is not signed is no call of AWS's: whether an engine of ours is there, for one.
  if (headers.authorization !== undefined) calls++;
  if (method === "POST" && url?.startsWith("/schedules/")) {
    const now = performance.now();
    creations = { first: creations?.first ?? now, last: now };
  }
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    setTimeout(() => {
      const options = {
        agent,
        host: target.hostname,
        port: target.port,
        method,
        path: url,
        headers: { ...headers, host: target.host },
      };
      const call = request(options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      call.on("error", () => outgoing.destroy());
      call.end(Buffer.concat(chunks));
    }, away);
  });
});
way.keepAliveTimeout = 60_000;
way.listen(0, "127.0.0.1", () => {
  const far = `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ near: engine.endpoint, far })}\n`);
});
