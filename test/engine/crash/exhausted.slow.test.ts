// An engine that runs out of what it lives on, memory or processes: it loses nothing that it acknowledged (P11, P13).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFunctionRole } from "../function-role.ts";
import { credentials, role, zipOf } from "../lambda/bench-of-functions.ts";
import { type EngineProcess, startEngineProcess } from "../lambda/engine-in-process.ts";

let directory = "";
let engine: EngineProcess | undefined;
const clients: { destroy(): void }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lamplighter-exhausted-"));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  engine?.process.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

async function start(shell = ""): Promise<string> {
  engine = await startEngineProcess(join(directory, "state"), shell);
  return engine.endpoint;
}
const place = (endpoint: string) => ({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
function sqsAt(endpoint: string): SQSClient {
  const client = new SQSClient(place(endpoint));
  clients.push(client);
  return client;
}

test("P11 an engine without memory left ends with an error, and the next finds all that was acknowledged", async () => {
  // Messages of a megabyte held by requests that come faster than they are answered.
  let endpoint = await start("NODE_OPTIONS=--max-old-space-size=34");
  const ended = engine ? once(engine.process, "exit") : undefined;
  let sqs = sqsAt(endpoint);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const acknowledged: string[] = [];
  let isOver = false;
  void ended?.then(() => (isOver = true));
  for (let round = 0; !isOver && round < 50; round++) {
    const sent = Array.from({ length: 40 }, async (_, n) => {
      const body = `${round}-${n} ${"x".repeat(1_000_000)}`;
      const { MessageId = "" } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
      acknowledged.push(MessageId);
    });
    await Promise.allSettled(sent);
  }
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  expect(signal ?? code).not.toBe(0);
  endpoint = await start();
  sqs = sqsAt(endpoint);
  const kept = new Set<string>();
  for (;;) {
    const url = `${endpoint}/000000000000/q`;
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 600, MaxNumberOfMessages: 10 }),
    );
    if (!Messages) break;
    for (const { MessageId = "" } of Messages) kept.add(MessageId);
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
}, 120_000);

/** Every fork of the engine fails with EAGAIN, as where no process is left, until it is let go. */
async function withoutProcesses(pid: number | undefined): Promise<() => Promise<void>> {
  const inject = "inject=clone,clone3,fork,vfork:error=EAGAIN";
  const tracer = spawn(
    "strace",
    ["-f", "-p", String(pid), "-e", "trace=clone,clone3,fork,vfork", "-e", inject, "-o", "/dev/null"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  // It says that it is attached.
  await once(tracer.stderr, "data");
  return async () => {
    const ended = once(tracer, "exit");
    tracer.kill("SIGINT");
    await ended;
  };
}

const canInject = process.platform === "linux" && existsSync("/usr/bin/strace");
describe.runIf(canInject)("P13 an engine that gets no more processes", () => {
  test("fails no event: what it was called for waits, uses up no attempt, and runs once there are some", async () => {
    const endpoint = await start();
    const lambda = new LambdaClient(place(endpoint));
    clients.push(lambda);
    await makeFunctionRole(endpoint);
    const evidence = join(directory, "evidence");
    const source = `import { appendFileSync } from "node:fs";
      export const handler = async () => appendFileSync(${JSON.stringify(evidence)}, "x");`;
    const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 20 } as const;
    const Code = { ZipFile: zipOf({ "index.mjs": source }) };
    await lambda.send(new CreateFunctionCommand({ FunctionName: "f", Code, ...settings }));
    const letGo = await withoutProcesses(engine?.process.pid);
    const called = new InvokeCommand({ FunctionName: "f" });
    await expect(lambda.send(called)).rejects.toMatchObject({
      name: "ServiceException",
      message: expect.stringMatching(/EAGAIN/),
      $metadata: { httpStatusCode: 500 },
    });
    const queued = await lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
    expect(queued.StatusCode).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(existsSync(evidence)).toBe(false);
    await letGo();
    await expect.poll(() => existsSync(evidence) && readFileSync(evidence, "utf8"), { timeout: 20_000 }).toBe("x");
    expect((await lambda.send(called)).FunctionError).toBeUndefined();
    expect(readFileSync(evidence, "utf8")).toBe("xx");
  }, 60_000);
});
