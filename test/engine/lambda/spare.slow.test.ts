// The process that waits for the next cold start, when something goes wrong: with it, its engine or the function it becomes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFunctionRole } from "../function-role.ts";
import { credentials, role, zipOf } from "./bench-of-functions.ts";
import { type EngineProcess, killEngineProcess, startEngineProcess } from "./engine-in-process.ts";
import { hasEnded, spares } from "./spare-processes.ts";

let folder = "";
let engine: EngineProcess;
let client: LambdaClient;

const SOURCE = `
import { writeSync } from "node:fs";
const acts = {
  say: () => process.pid,
  fill: () => { const kept = []; for (;;) kept.push(Buffer.alloc(8_000_000, 1)); },
  hoard: () => { const kept = []; for (;;) kept.push({ a: Math.random(), b: [kept.length] }); },
  garble: () => { writeSync(4, "this is no message, however long it goes on"); return new Promise(() => {}); },
};
export const handler = async ({ act }) => acts[act]();`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-spare-"));
  engine = await startEngineProcess(join(folder, "state"));
  await makeFunctionRole(engine.endpoint);
  client = new LambdaClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const Code = { ZipFile: zipOf({ "index.mjs": SOURCE }) };
  const settings = {
    Role: role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Timeout: 20,
    MemorySize: 128,
  } as const;
  for (const FunctionName of ["one", "two"])
    await client.send(new CreateFunctionCommand({ FunctionName, Code, ...settings }));
});
afterEach(() => {
  client.destroy();
  engine.process.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const invoke = async (FunctionName: string, act: string) => {
  const { Payload, LogResult = "" } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ act }), LogType: "Tail" }),
  );
  return { answer: JSON.parse(Payload?.transformToString() ?? ""), log: Buffer.from(LogResult, "base64").toString() };
};
const enginePid = () => engine.process.pid ?? 0;
const waiting = async () => {
  await invoke("one", "say");
  await expect.poll(() => spares(enginePid()), { timeout: 10_000 }).toHaveLength(1);
  return spares(enginePid())[0] ?? 0;
};

describe.runIf(process.platform === "linux")("a process that waits", () => {
  test.each(["fill", "hoard"])("is not spared its function's limit of memory: %s", async (act) => {
    const spare = await waiting();
    const { answer, log } = await invoke("two", act);
    expect(answer.errorType).toBe("Runtime.OutOfMemory");
    expect(log).toMatch(/Memory Size: 128 MB\tMax Memory Used: (1[12]\d) MB/);
    expect(hasEnded(spare)).toBe(true);
    expect(typeof (await invoke("two", "say")).answer).toBe("number");
  });

  test("does not hurt the function it would have become by its death", async () => {
    const spare = await waiting();
    process.kill(spare, "SIGKILL");
    const { answer } = await invoke("two", "say");
    expect(answer).not.toBe(spare);
    expect(hasEnded(answer)).toBe(false);
  });

  test("does not outlive an engine that is killed", async () => {
    const spare = await waiting();
    await killEngineProcess(engine);
    await expect.poll(() => hasEnded(spare), { timeout: 5_000 }).toBe(true);
  });
});

test("a handler that writes what is no message where its runtime speaks to the engine harms only itself", async () => {
  const { answer } = await invoke("one", "garble");
  expect(answer.errorType).toBe("Runtime.ExitError");
  expect(typeof (await invoke("one", "say")).answer).toBe("number");
});
