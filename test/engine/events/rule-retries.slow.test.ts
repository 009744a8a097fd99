// What a target does not take now is tried again, for as long as its retry policy says, and then ends in its dead letters.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, openBench } from "../lambda/bench-of-functions.ts";

const START = Date.UTC(2027, 2, 1, 6, 0, 30);
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
let folder = "";
let clock: VirtualClock;
let bench: Bench;
let events: EventBridgeClient;
let sqs: SQSClient;

/** Functions that are made stay in the state Pending, in which they take no event, until the engine is opened again. */
async function open(at: number, directory = "state"): Promise<void> {
  clock = new VirtualClock(at);
  bench = await openBench({ clock, directory: join(folder, directory), functions: { readyMs: 10 * DAY } });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: bench.engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  [events, sqs] = [new EventBridgeClient(place), new SQSClient(place)];
}

async function close(): Promise<void> {
  for (const client of [events, sqs]) client.destroy();
  await bench.close();
}

const evidence = () => join(folder, "evidence");
const called = () => readFileSync(evidence(), { encoding: "utf8", flag: "a+" }).split("\n").filter(Boolean);
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:pending";
const deadLetters = { DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000000:dead" } };
const moveTo = (at: number) => clock.advanceTo(at, () => bench.engine.settle());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-retries-"));
  await open(START);
  const letRulesIn = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: { ...letRulesIn, Resource: "*" } });
  await sqs.send(new CreateQueueCommand({ QueueName: "dead", Attributes: { Policy } }));
  const source = `import { appendFileSync } from "node:fs";
    export const handler = async ({ id }) => appendFileSync(${JSON.stringify(evidence())}, id + "\\n");`;
  await bench.create("pending", source);
  const permission = { StatementId: "rules", Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com" };
  await bench.lambda.send(new AddPermissionCommand({ FunctionName: "pending", ...permission }));
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function rule(trigger: object, more: Partial<Target> = {}): Promise<void> {
  await events.send(new PutRuleCommand({ Name: "r", ...trigger }));
  await events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "t", Arn: functionArn, ...more }] }));
}
const MATCHING = { EventPattern: '{"source":["ops"]}' };

async function put(): Promise<string | undefined> {
  const Entries = [{ Source: "ops", DetailType: "Ended", Detail: "{}" }];
  return (await events.send(new PutEventsCommand({ Entries }))).Entries?.[0]?.EventId;
}

async function letters() {
  const QueueUrl = `${bench.engine.endpoint}/000000000000/dead`;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  return Messages.map(({ Body = "", MessageAttributes = {} }) => ({
    event: JSON.parse(Body),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }));
}

test.each([
  ["its attempts are used up", { MaximumRetryAttempts: 2 }, "MaximumRetryAttempts", "2", 5],
  ["it is too old", { MaximumEventAgeInSeconds: 60 }, "MaximumEventAgeInSeconds", undefined, 61],
  ["no retry is wanted", { MaximumRetryAttempts: 0 }, "MaximumRetryAttempts", "0", 0],
])(
  "an event is no dead letter before %s, and none is lost then",
  async (_when, RetryPolicy, exhausted, attempts, by) => {
    await rule(MATCHING, { RetryPolicy, ...deadLetters });
    const id = await put();
    if (by > 0) expect(await letters()).toEqual([]);
    await moveTo(START + by * SECOND);
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter?.event).toMatchObject({ id, source: "ops", detail: {} });
    expect(letter?.attributes).toEqual({
      RULE_ARN: "arn:aws:events:us-east-1:000000000000:rule/r",
      TARGET_ARN: functionArn,
      ERROR_CODE: "ERROR_FROM_TARGET",
      ERROR_MESSAGE: expect.stringContaining("Pending"),
      EXHAUSTED_RETRY_CONDITION: exhausted,
      RETRY_ATTEMPTS: attempts ?? expect.stringMatching(/^[5-7]$/),
    });
    expect(clock.nextAt()).toBeUndefined();
  },
);

test("without a policy an event is not given up before its 185 retries or its day are over, nor tried for longer", async () => {
  await rule(MATCHING, deadLetters);
  await put();
  // Waits of eight minutes, each between half and one and a half: 185 of them take 21 hours at the least, as good as always.
  await moveTo(START + 20 * 3_600 * SECOND);
  expect(await letters()).toEqual([]);
  await moveTo(START + DAY);
  const [{ attributes } = { attributes: {} as Record<string, string | undefined> }] = await letters();
  const retries = Number(attributes["RETRY_ATTEMPTS"]);
  expect(retries).toBeGreaterThan(150);
  expect(retries).toBeLessThanOrEqual(185);
  const exhausted = retries === 185 ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds";
  expect(attributes["EXHAUSTED_RETRY_CONDITION"]).toBe(exhausted);
  expect(clock.nextAt()).toBeUndefined();
});

test.each([
  ["a bus's", MATCHING],
  ["a schedule's", { ScheduleExpression: "rate(1 minute)" }],
])("kill -9 loses no event that %s rule could not deliver yet, nor is it delivered twice", async (_whose, trigger) => {
  await rule(trigger, deadLetters);
  const isScheduled = trigger !== MATCHING;
  if (!isScheduled) await put();
  const at = isScheduled ? START + 60 * SECOND : START;
  await moveTo(at);
  // What lies on the disk at this moment is what a killed engine leaves; the target is taken away meanwhile.
  cpSync(join(folder, "state"), join(folder, "killed"), { recursive: true });
  await close();
  await open(at, "killed");
  await events.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["t"] }));
  await moveTo(at + 10 * SECOND);
  expect(called()).toHaveLength(1);
  await moveTo(at + 10 * 60 * SECOND);
  expect(called()).toHaveLength(1);
  expect(await letters()).toEqual([]);
});

test("an error that no retry mends is not tried again, and says what it is", async () => {
  const QueueName = "closed";
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  await rule(MATCHING, { Arn, ...deadLetters });
  await put();
  await rule(MATCHING, { Arn, RoleArn: "arn:aws:iam::000000000000:role/missing", ...deadLetters });
  await put();
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await rule(MATCHING, { Arn, ...deadLetters });
  await put();
  const found = (await letters()).map(({ attributes }) => attributes);
  expect(found.map((each) => each["ERROR_CODE"])).toEqual(["NO_PERMISSIONS", "FAILED_TO_ASSUME_ROLE", "NO_RESOURCE"]);
  for (const each of found) {
    expect(each["RETRY_ATTEMPTS"]).toBe("0");
    expect(each["EXHAUSTED_RETRY_CONDITION"]).toBeUndefined();
  }
  expect(clock.nextAt()).toBeUndefined();
});
