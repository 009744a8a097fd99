// Rivals that are asked over HTTP with Lambda's Invoke: the engine and serverless-offline.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { freePort } from "../measure/free-port.ts";
import { OWN, type Server, startOwn, startPeer } from "../servers/start.ts";
import { checkAnswer, createFunctions, EVENT, SOURCE } from "./functions.ts";
import type { Rival } from "./rival.ts";

const WARM = "warm";

export async function engineRival(folder: string, colds: number): Promise<Rival> {
  const server = await startOwn(OWN.engine, [join(folder, "engine")]);
  const names = coldNames(colds);
  await createFunctions(server.endpoint, [WARM, ...names]);
  return overHttp(server, names, (name) => name);
}

/** No function and no engine: what this client can ask of any server. */
export async function emptyRival(): Promise<Rival> {
  const { cold: _, ...rival } = overHttp(await startOwn(OWN.empty), [], (name) => name);
  return rival;
}

export async function offlineRival(folder: string, packages: string, colds: number): Promise<Rival> {
  const names = coldNames(colds);
  const home = join(folder, "offline");
  mkdirSync(home);
  symlinkSync(packages, join(home, "node_modules"));
  writeFileSync(join(home, "index.mjs"), SOURCE);
  const [http, lambda, socket] = [await freePort(), await freePort(), await freePort()];
  const config = {
    service: "bench",
    provider: { name: "aws", runtime: "nodejs20.x" },
    plugins: ["serverless-offline"],
    custom: { "serverless-offline": { httpPort: http, lambdaPort: lambda, websocketPort: socket } },
    functions: Object.fromEntries([WARM, ...names].map((name) => [name, { handler: "index.handler" }])),
  };
  writeFileSync(join(home, "serverless.json"), JSON.stringify(config));
  const args = [join(packages, "serverless/bin/serverless.js"), "offline"];
  const variables = { SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off" };
  const server = await startPeer(process.execPath, args, `http://127.0.0.1:${lambda}`, { folder: home, variables });
  return overHttp(server, names, (name) => `bench-dev-${name}`);
}

const coldNames = (count: number) => Array.from({ length: count }, (_, index) => `cold${index}`);

function overHttp(server: Server, names: readonly string[], fullName: (name: string) => string): Rival {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(server.endpoint);
  const waiting = [...names];
  const invoke = (name: string) =>
    new Promise<void>((resolve, reject) => {
      const path = `/2015-03-31/functions/${fullName(name)}/invocations`;
      const sent = request({ hostname, port, path, agent, method: "POST", headers: HEADERS }, (response) => {
        let text = "";
        response.on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => {
          try {
            checkAnswer(text);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.on("error", reject);
      sent.end(EVENT);
    });
  return {
    warm: () => invoke(WARM),
    cold: () => invoke(waiting.pop() ?? "none left"),
    concurrent: true,
    close() {
      agent.destroy();
      return server.stop();
    },
  };
}

const SCOPE = "AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/lambda/aws4_request";
const HEADERS = {
  "content-type": "application/json",
  "content-length": Buffer.byteLength(EVENT),
  authorization: `AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host, Signature=0`,
};
