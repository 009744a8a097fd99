// A host that closes while its functions start: nothing is started anew, and nothing that waited starts.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FunctionHost } from "../../../src/engine/lambda/host/function-host.ts";
import type { FunctionSpec } from "../../../src/engine/lambda/host/invocation.ts";
import { LIMITS } from "../../../src/engine/lambda/limits.ts";

let folder = "";
let host: FunctionHost;

/** Each load leaves a letter, and never ends. */
const SOURCE = `import { appendFileSync } from "node:fs";
appendFileSync(process.env.LOADS, "x");
await new Promise((resolve) => setTimeout(resolve, 60_000));
export const handler = async () => "ran";`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-closing-"));
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code", "index.mjs"), SOURCE);
  host = new FunctionHost({
    region: "us-east-1",
    bootstrapPath: fileURLToPath(new URL("../../../src/engine/lambda/bootstrap.mjs", import.meta.url)),
    nodePath: process.execPath,
    temporaryRoot: join(folder, "tmp"),
    origin: () => "http://127.0.0.1:1",
    now: () => 0,
    virtual: true,
    put: (_spec, _stream, lines) => appendFileSync(join(folder, "log"), lines.map(({ message }) => message).join("")),
    keysOf: () => ({ accessKeyId: "local", secretAccessKey: "local", sessionToken: "local" }),
    limits: LIMITS,
  });
});
afterEach(() => {
  host.close();
  rmSync(folder, { recursive: true, force: true });
});

const spec = (): FunctionSpec => ({
  key: "slow:1",
  name: "slow",
  version: "1",
  runtime: "nodejs24.x",
  handler: "index.handler",
  taskRoot: join(folder, "code"),
  codeBytes: 1,
  memoryMb: 128,
  storageMb: 512,
  timeoutMs: 30_000,
  variables: { LOADS: join(folder, "loads") },
  role: "arn:aws:iam::000000000000:role/functions",
  logGroup: "/aws/lambda/slow",
  logFormat: "Text",
  systemLogLevel: "INFO",
  logLevel: "",
});

const invoke = (requestId: string) => {
  const invokedArn = "arn:aws:lambda:us-east-1:000000000000:function:slow";
  return host.invoke(spec(), { requestId, payload: "{}", invokedArn, reserved: undefined });
};

const loads = () => (existsSync(join(folder, "loads")) ? readFileSync(join(folder, "loads"), "latin1").length : 0);

test("does not start a function anew whose init it cut off, nor one that waited for its turn to start", async () => {
  const startAtOnce = Math.max(2, availableParallelism() * 2);
  const invocations = Array.from({ length: startAtOnce + 2 }, (_, at) => invoke(`request-${at}`));
  const ends = Promise.allSettled(invocations);
  await expect.poll(loads, { timeout: 20_000 }).toBe(startAtOnce);
  host.close();
  const results = (await ends).map((end) => (end.status === "fulfilled" ? end.value.status : end.reason.code));
  expect(results.filter((result) => result === "failure")).toHaveLength(startAtOnce);
  expect(results.slice(startAtOnce)).toEqual(["TooManyRequestsException", "TooManyRequestsException"]);
  expect(loads()).toBe(startAtOnce);
});
