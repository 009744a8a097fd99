// Handlers that reach for what is not theirs: the engine's variables, files, port and descriptors.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../../src/core/virtual-clock.ts";
import { makeFunctionRole } from "../../function-role.ts";
import { type Bench, credentials, openBench, role, zipOf } from "../bench-of-functions.ts";
import { killEngineProcess, startEngineProcess } from "../engine-in-process.ts";

let bench: Bench;
let folder = "";

const SOURCE = `
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
const listen = (options) => new Promise((resolve, reject) => createServer().once("error", reject).listen(options, resolve));
const acts = {
  write: () => { writeFileSync("left.txt", "mine"); writeFileSync(tmpdir() + "/left.txt", "mine"); appendFileSync("index.mjs", "// mine");
    return { cwd: process.cwd(), home: process.env.HOME, tmp: tmpdir(), root: process.env.LAMBDA_TASK_ROOT }; },
  look: () => ({ pid: process.pid, here: readdirSync("."), tmp: readdirSync(tmpdir()), text: readFileSync("index.mjs", "utf8").endsWith("// mine") }),
  environment: () => ({ own: process.env, arguments: process.argv.slice(2), options: process.execArgv }),
  listen: async ({ port }) => { await listen({ port, host: "127.0.0.1" }); },
  share: async ({ port }) => { await listen({ port, host: "127.0.0.1", reusePort: true }); },
  everywhere: async ({ port }) => { await listen({ port, host: "0.0.0.0" }); },
  exit: () => process.exit(1),
  fails: ({ file, times }) => { appendFileSync(file, "x"); if (readFileSync(file).length <= times) throw new Error("not yet"); },
  wait: () => new Promise((resolve) => setTimeout(resolve, 200)),
};
export const handler = async (event) => acts[event.act](event);`;

beforeAll(async () => {
  process.env["ENGINE_SECRET"] = "do not tell";
  folder = mkdtempSync(join(tmpdir(), "lamplighter-surroundings-"));
  bench = await openBench();
  await bench.create("acts", SOURCE, { Timeout: 10 });
  await bench.create("other", SOURCE, { Timeout: 10 });
});
afterAll(async () => {
  delete process.env["ENGINE_SECRET"];
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

test("H19: no file that a handler leaves in its folder or its /tmp is seen by another environment", async () => {
  const { answer: places } = await bench.invoke("acts", { act: "write" });
  expect(places).toMatchObject({ cwd: places.root, home: places.tmp });
  expect((await bench.invoke("acts", { act: "look" })).answer).toMatchObject({ tmp: ["left.txt"], text: true });
  // The same package in another function, and in a new environment of the same function.
  const clean = { here: ["index.mjs"], tmp: [], text: false };
  expect((await bench.invoke("other", { act: "look" })).answer).toMatchObject(clean);
  await bench.invoke("acts", { act: "exit" });
  expect((await bench.invoke("acts", { act: "look" })).answer).toMatchObject(clean);
});

test("H19: no variable, argument or option tells a handler of the engine, but for the address of its AWS", async () => {
  const { own, arguments: given, options } = (await bench.invoke("acts", { act: "environment" })).answer;
  expect(given).toEqual([]);
  expect(options.filter((option: string) => !option.startsWith("--max-old-space-size="))).toEqual([]);
  const documented = /^(AWS_\w+|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|_HANDLER|_X_AMZN_TRACE_ID|LANG|TZ|PATH|HOME|TMPDIR)$/;
  expect(Object.keys(own).filter((name) => !documented.test(name))).toEqual([]);
  const told = Object.entries(own).filter(([, value]) => /lamplighter|ENGINE_SECRET|do not tell/i.test(String(value)));
  expect(told.map(([name]) => name).sort()).toEqual(["HOME", "LAMBDA_TASK_ROOT", "TMPDIR"]);
});

test.each([
  ["listens on it", "listen"],
  ["asks to share it", "share"],
  ["listens on all addresses", "everywhere"],
])("H20: no handler gets the engine's port, and one that %s is told so", async (_label, act) => {
  const { error, answer } = await bench.invoke("acts", { act, port: bench.engine.port });
  expect(error).toBe("Unhandled");
  expect(answer).toMatchObject({ errorType: "Error", errorMessage: expect.stringMatching(/^listen EADDRINUSE/) });
  expect(await bench.lambda.send(new GetFunctionCommand({ FunctionName: "acts" }))).toHaveProperty("Configuration");
});

test("H15: a handler that fails twice and then succeeds is neither tried again nor given another key", async () => {
  const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
  const slow = await openBench({ clock });
  await slow.create("acts", SOURCE, { Timeout: 10 });
  await slow.create("told", SOURCE.replace("export const handler", "export const unused") + KEEPS, { Timeout: 10 });
  const Destination = "arn:aws:lambda:us-east-1:000000000000:function:told";
  const DestinationConfig = { OnSuccess: { Destination }, OnFailure: { Destination } };
  await slow.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "acts", DestinationConfig }));
  const [file, record] = [join(folder, "fails"), join(folder, "record")];
  await slow.invoke("acts", { act: "fails", file, record, times: 2 }, { InvocationType: "Event" });
  await clock.advanceTo(clock.now() + 60 * 60_000, slow.engine.settle);
  expect(readFileSync(file, "latin1")).toBe("xxx");
  const records = readFileSync(record, "utf8").trim().split("\n");
  expect(records.map((line) => JSON.parse(line))).toMatchObject([
    { requestContext: { condition: "Success", approximateInvokeCount: 3 }, responseContext: { statusCode: 200 } },
  ]);
  await slow.close();
});

/** A destination that writes down what it is told. */
const KEEPS = `
export const handler = async (record) => appendFileSync(record.requestPayload.record, JSON.stringify(record) + "\\n");`;

test.runIf(process.platform === "linux")(
  "P12: an engine without descriptors left refuses, and works again when there are some",
  async () => {
    const engine = await startEngineProcess(join(folder, "few"), "ulimit -n 80;");
    const client = new LambdaClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 20 } as const;
    const Code = { ZipFile: zipOf({ "index.mjs": SOURCE }) };
    await makeFunctionRole(engine.endpoint);
    await client.send(new CreateFunctionCommand({ FunctionName: "acts", Code, ...settings }));
    const invoke = () =>
      client.send(new InvokeCommand({ FunctionName: "acts", Payload: JSON.stringify({ act: "wait" }) })).then(
        ({ FunctionError = "ran" }) => FunctionError,
        (error: Error) => error.name,
      );
    const outcomes = await Promise.all(Array.from({ length: 24 }, invoke));
    // Either no connection was taken (which the client calls a timeout), or there was nothing left to start a process with.
    expect(outcomes.filter((outcome) => !/^(ran|ServiceException|TimeoutError)$/.test(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome !== "ran")).not.toEqual([]);
    await expect.poll(invoke, { timeout: 10_000 }).toBe("ran");
    client.destroy();
    await killEngineProcess(engine);
  },
);
