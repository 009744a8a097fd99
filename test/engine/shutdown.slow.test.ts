// An engine that is told to end does so within a few seconds, whatever is going on in it (real processes, SIGTERM).
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeFunctionRole } from "./function-role.ts";
import { credentials, role, zipOf } from "./lambda/bench-of-functions.ts";
import { type EngineProcess, startEngineProcess } from "./lambda/engine-in-process.ts";

const BOUND_MS = 8_000;
const place = () => ({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
let folder = "";
let engine: EngineProcess;
const after: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-shutdown-"));
  engine = await startEngineProcess(join(folder, "state"));
});
afterEach(() => {
  engine.process.kill("SIGKILL");
  for (const end of after.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

async function makeFunction(source: string): Promise<LambdaClient> {
  await makeFunctionRole(engine.endpoint);
  const lambda = new LambdaClient(place());
  after.push(() => lambda.destroy());
  const settings = { Role: role, Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 900 } as const;
  const Code = { ZipFile: zipOf({ "index.mjs": source }) };
  await lambda.send(new CreateFunctionCommand({ FunctionName: "f", Code, ...settings }));
  return lambda;
}

/** The function says that it runs by a file. */
const mark = () => join(folder, "mark");
const saying = () =>
  `import { writeFileSync } from "node:fs"; const say = () => writeFileSync(${JSON.stringify(mark())}, "");`;
const said = () => expect.poll(() => existsSync(mark()), { timeout: 15_000 }).toBe(true);

async function invokeAndLeave(source: string): Promise<void> {
  const lambda = await makeFunction(source);
  lambda.send(new InvokeCommand({ FunctionName: "f" })).catch(() => {});
  await said();
}

async function halfARequest(): Promise<void> {
  const socket = connect(Number(new URL(engine.endpoint).port), "127.0.0.1");
  after.push(() => socket.destroy());
  socket.on("error", () => {});
  const scope =
    "AWS4-HMAC-SHA256 Credential=local/20270301/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x";
  const head = `POST / HTTP/1.1\r\nHost: ${new URL(engine.endpoint).host}\r\nAuthorization: ${scope}\r\nContent-Length: 99\r\n\r\n{`;
  socket.write(head);
  // An answer to another shows that the engine has read what was sent before.
  await fetch(`${engine.endpoint}/_lamp/health`);
}

async function idleConnection(): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  after.push(() => agent.destroy());
  const [answer] = await once(get(`${engine.endpoint}/_lamp/health`, { agent }), "response");
  answer.resume();
  await once(answer, "end");
}

async function longPoll(): Promise<void> {
  const sqs = new SQSClient(place());
  after.push(() => sqs.destroy());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => {});
  await fetch(`${engine.endpoint}/_lamp/health`);
}

/** It left the group, the family and the environment that it would be found by, and holds the function's output open. */
async function runaway(): Promise<void> {
  const lambda = await makeFunction(`import { spawn } from "node:child_process";
    export const handler = async () => {
      const options = { detached: true, stdio: "inherit", env: {} };
      const script = "setsid sleep 300 & echo $!";
      const child = spawn("/bin/sh", ["-c", "/usr/bin/setsid /bin/sleep 300 & echo $! > ${mark()}"], options);
      await new Promise((resolve) => child.on("exit", resolve));
    };`);
  await lambda.send(new InvokeCommand({ FunctionName: "f" }));
  await said();
  const pid = Number(readFileSync(mark(), "utf8"));
  after.push(() => process.kill(pid, "SIGKILL"));
}

async function universalTarget(): Promise<void> {
  await makeFunction(
    `${saying()} export const handler = () => { say(); return new Promise((r) => setTimeout(r, 60_000)); };`,
  );
  const [iam, scheduler] = [new IAMClient(place()), new SchedulerClient(place())];
  after.push(() => [iam, scheduler].forEach((client) => void client.destroy()));
  const of = (parts: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...parts }] });
  const AssumeRolePolicyDocument = of({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "scheduler", AssumeRolePolicyDocument }));
  const PolicyDocument = of({ Action: "lambda:InvokeFunction", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "scheduler", PolicyName: "p", PolicyDocument }));
  await scheduler.send(
    new CreateScheduleCommand({
      Name: "s",
      ScheduleExpression: `at(${new Date(Date.now() + 2_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "arn:aws:scheduler:::aws-sdk:lambda:invoke",
        RoleArn: Role?.Arn,
        Input: JSON.stringify({ FunctionName: "f" }),
      },
    }),
  );
  await said();
}

describe.runIf(process.platform === "linux")(
  "an engine does not outlive SIGTERM by more than a few seconds for",
  () => {
    test.each<[string, () => Promise<void>]>([
      ["an idle connection", idleConnection],
      ["a request of which only half came", halfARequest],
      ["a long poll", longPoll],
      [
        "a handler that is deaf",
        () => invokeAndLeave(`${saying()} export const handler = () => { say(); for (;;); };`),
      ],
      [
        "a function that hangs in its init",
        () => invokeAndLeave(`${saying()} say(); await new Promise((r) => setTimeout(r, 60_000));`),
      ],
      ["a universal target that takes long", universalTarget],
      ["a process that a function left behind out of reach", runaway],
    ])(
      "%s",
      async (_what, begin) => {
        await begin();
        const ended = once(engine.process, "exit");
        engine.process.kill("SIGTERM");
        const at = performance.now();
        expect(await ended).toEqual([0, null]);
        expect(performance.now() - at).toBeLessThan(BOUND_MS);
      },
      60_000,
    );
  },
);
