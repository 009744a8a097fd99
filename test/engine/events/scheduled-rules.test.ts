// Rules with a schedule: they fire by the engine's clock, in UTC, and never when they are off, gone, or long past.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, openBench } from "../lambda/bench-of-functions.ts";

const START = Date.UTC(2027, 2, 1, 6, 0, 30);
const MINUTE = 60_000;
let folder = "";
let clock: VirtualClock;
let bench: Bench;
let events: EventBridgeClient;
let sqs: SQSClient;

async function open(at: number): Promise<void> {
  clock = new VirtualClock(at);
  bench = await openBench({ clock, directory: join(folder, "state") });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: bench.engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  [events, sqs] = [new EventBridgeClient(place), new SQSClient(place)];
}

async function close(): Promise<void> {
  for (const client of [events, sqs]) client.destroy();
  await bench.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-rules-"));
  await open(START);
  const letRulesIn = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: { ...letRulesIn, Resource: "*" } });
  for (const QueueName of ["got", "dead"]) {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  }
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const moveTo = (at: number) => clock.advanceTo(at, () => bench.engine.settle());
const put = (ScheduleExpression: string, more: object = {}) =>
  events.send(new PutRuleCommand({ Name: "r", ScheduleExpression, ...more }));
const target = (Arn: string, more: object = {}) =>
  events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "t", Arn, ...more }] }));

async function taken(queue: string): Promise<Record<string, unknown>[]> {
  const QueueUrl = `${bench.engine.endpoint}/000000000000/${queue}`;
  const found: Record<string, unknown>[] = [];
  for (;;) {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (!Messages) return found;
    for (const { Body = "", ReceiptHandle } of Messages) {
      found.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

const times = async () => (await taken("got")).map(({ time }) => String(time).slice(11, 19));

test("a cron rule does not fire in another zone than UTC, nor with another event than AWS's", async () => {
  await put("cron(15 6 ? * MON *)");
  await target(queueArn("got"));
  await moveTo(START + 3 * 24 * 60 * MINUTE);
  const [event, ...others] = await taken("got");
  expect(others).toEqual([]);
  expect(event).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: "2027-03-01T06:15:00Z",
    region: "us-east-1",
    resources: ["arn:aws:events:us-east-1:000000000000:rule/r"],
    detail: {},
  });
});

test("a rate is neither starved nor doubled by a rule that is put again as it was", async () => {
  await put("rate(5 minutes)");
  await target(queueArn("got"));
  for (let minute = 1; minute <= 11; minute++) {
    await moveTo(START + minute * MINUTE);
    await put("rate(5 minutes)");
  }
  expect(await times()).toEqual(["06:05:30", "06:10:30"]);
  await put("rate(2 minutes)");
  await moveTo(START + 13 * MINUTE);
  expect(await times()).toEqual(["06:13:30"]);
});

test("a rule that is disabled, deleted or was put without its schedule does not fire", async () => {
  await put("rate(1 minute)");
  await target(queueArn("got"));
  await events.send(new DisableRuleCommand({ Name: "r" }));
  await moveTo(START + 3 * MINUTE);
  expect(await times()).toEqual([]);
  await events.send(new EnableRuleCommand({ Name: "r" }));
  await moveTo(START + 4 * MINUTE);
  expect(await times()).toEqual(["06:04:30"]);
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["mine"]}' }));
  await moveTo(START + 6 * MINUTE);
  await put("rate(1 minute)", { State: "DISABLED" });
  await moveTo(START + 8 * MINUTE);
  await put("rate(1 minute)");
  await events.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["t"] }));
  await events.send(new DeleteRuleCommand({ Name: "r" }));
  await moveTo(START + 12 * MINUTE);
  expect(await times()).toEqual([]);
  expect(clock.nextAt()).toBeUndefined();
});

test("a day without an engine is not made up for, and does not end the rule", async () => {
  await put("cron(* * * * ? *)");
  await target(queueArn("got"));
  await moveTo(START + MINUTE);
  expect(await times()).toEqual(["06:01:00"]);
  await close();
  await open(START + 24 * 60 * MINUTE);
  await moveTo(START + 24 * 60 * MINUTE + MINUTE);
  expect(await times()).toEqual(["05:59:00", "06:00:00", "06:01:00"]);
});

test("a function that a rule may call is not called without the event, nor one that it may not call at all", async () => {
  const file = join(folder, "evidence");
  const source = `import { appendFileSync } from "node:fs";
    export const handler = async (event) => appendFileSync(${JSON.stringify(file)}, JSON.stringify(event));`;
  await bench.create("called", source);
  await bench.create("closed", source);
  const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const permission = { StatementId: "rules", Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
  await bench.lambda.send(new AddPermissionCommand({ FunctionName: "called", ...permission }));
  await put("rate(1 minute)");
  await target(arnOf("called"));
  const DeadLetterConfig = { Arn: queueArn("dead") };
  await events.send(
    new PutTargetsCommand({
      Rule: "r",
      Targets: [{ Id: "u", Arn: arnOf("closed"), Input: '"own"', DeadLetterConfig }],
    }),
  );
  await moveTo(START + MINUTE);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ source: "aws.events", time: "2027-03-01T06:01:30Z" });
  expect(await taken("dead")).toMatchObject([{ "detail-type": "Scheduled Event" }]);
});

test.each([
  "cron(* * * * *)",
  "rate(1 minutes)",
  "rate(2 minute)",
  "rate(0 minutes)",
  "at(2027-03-01T06:10:00)",
  "every hour",
])("%s is not taken for the schedule of a rule", async (expression) => {
  await expect(put(expression)).rejects.toMatchObject({
    name: "ValidationException",
    message: "Parameter ScheduleExpression is not valid.",
  });
});
