// kill -9 in the middle of work: what was acknowledged is there, and what was due fires once.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, paginateListSchedules, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import { startEngine } from "../../../src/engine/engine.ts";
import { queueArn, ROLE, statement } from "../scheduler/scheduler-engine.ts";

const directory = mkdtempSync(join(tmpdir(), "lamp-kill-"));
let child: ChildProcess | undefined;
let clients: { destroy(): void }[] = [];

afterEach(async () => {
  await kill();
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<string> {
  child = spawn(process.execPath, [join(import.meta.dirname, "run-engine.ts"), directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, "data")) as [Buffer];
  return line.toString().trim();
}

async function kill(): Promise<void> {
  for (const client of clients) client.destroy();
  clients = [];
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

function connect(endpoint: string) {
  const place = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "k", secretAccessKey: "s" },
    maxAttempts: 1,
  };
  const all = { scheduler: new SchedulerClient(place), sqs: new SQSClient(place), iam: new IAMClient(place) };
  clients = Object.values(all);
  return all;
}

async function prepare({ sqs, iam }: ReturnType<typeof connect>): Promise<void> {
  const trust = statement({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "scheduler", AssumeRolePolicyDocument: trust }));
  const policy = statement({ Action: "sqs:SendMessage", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "scheduler", PolicyName: "all", PolicyDocument: policy }));
  await sqs.send(new CreateQueueCommand({ QueueName: "fired" }));
}

/** A daily rate is due within a second of its making, and not again in this test. */
const schedule = (Name: string) =>
  new CreateScheduleCommand({
    Name,
    ScheduleExpression: "rate(1 day)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: queueArn("fired"), RoleArn: ROLE, Input: Name },
  });

/** Creates many at a time and kills the engine at the given acknowledgement, others being in flight. */
async function createUntilKilled(
  { scheduler }: ReturnType<typeof connect>,
  round: number,
  acknowledgements: number,
): Promise<string[]> {
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  const requests = Array.from({ length: 60 }, async (_, index) => {
    const name = `r${round}-${index}`;
    await scheduler.send(schedule(name));
    acknowledged.push(name);
    if (acknowledged.length === acknowledgements) killed = kill();
  });
  await Promise.allSettled(requests);
  await killed;
  return acknowledged;
}

/** Receives until every schedule's firing has been seen, and then what else there is. */
async function firedOf(
  { sqs }: ReturnType<typeof connect>,
  endpoint: string,
  expected: readonly string[],
): Promise<string[]> {
  const QueueUrl = `${endpoint}/000000000000/fired`;
  const seen: string[] = [];
  for (;;) {
    const complete = expected.every((name) => seen.includes(name));
    const ask = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: complete ? 0 : 5 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(ask));
    if (Messages.length === 0) return seen;
    seen.push(...Messages.map((message) => message.Body ?? ""));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

test("P01 P05 I34 kill -9 loses no acknowledged schedule and neither loses nor repeats a firing", async () => {
  const acknowledged: string[] = [];
  for (const [round, acknowledgements] of [1, 7, 23, 41, 59].entries()) {
    const aws = connect(await start());
    if (round === 0) await prepare(aws);
    acknowledged.push(...(await createUntilKilled(aws, round, acknowledgements)));
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(131);
  const endpoint = await start();
  const aws = connect(endpoint);
  const stored: string[] = [];
  for await (const page of paginateListSchedules({ client: aws.scheduler }, {})) {
    stored.push(...(page.Schedules ?? []).map((each) => each.Name ?? ""));
  }
  expect(acknowledged.filter((name) => !stored.includes(name))).toEqual([]);
  const fired = await firedOf(aws, endpoint, stored);
  expect(fired.toSorted()).toEqual(stored.toSorted());
}, 60_000);

test("a second engine on the same store does not start, and says who has it", async () => {
  await start();
  await expect(startEngine({ directory })).rejects.toMatchObject({ code: "store-locked" });
});
