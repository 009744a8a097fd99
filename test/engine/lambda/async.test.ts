// Asynchronous invocation under a virtual clock: retries, ages, destinations, and what an engine that was killed left.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteFunctionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, credentials, openBench } from "./bench-of-functions.ts";

const START = Date.UTC(2027, 2, 1, 6);
const MINUTE = 60_000;
let folder = "";
const opened: Bench[] = [];

/** Writes request id, engine time and what the environment says to a file the engine never reads. */
const RECORDER = `
import { appendFileSync } from "node:fs";
export const handler = async (event, context) => {
  appendFileSync(event.file, context.awsRequestId + " " + new Date().toISOString() + "\\n");
  if (event.hang) await new Promise(() => {});
  if (event.fail) throw new Error("not today");
  return { done: event.job };
};`;

async function open(clock: VirtualClock, directory = ":memory:"): Promise<Bench> {
  const bench = await openBench({ clock, directory });
  opened.push(bench);
  return bench;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamplighter-test-"));
});
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const evidence = (file: string) =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" "));

function queueOf(bench: Bench) {
  const sqs = new SQSClient({ endpoint: bench.engine.endpoint, region: "us-east-1", credentials });
  return {
    arn: "arn:aws:sqs:us-east-1:000000000000:failed",
    create: () => sqs.send(new CreateQueueCommand({ QueueName: "failed" })),
    async bodies() {
      const QueueUrl = `${bench.engine.endpoint}/000000000000/failed`;
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body }) => JSON.parse(Body ?? "null"));
    },
  };
}

test("an event that fails is tried again after one and two minutes, then recorded as given up", async () => {
  const clock = new VirtualClock(START);
  const bench = await open(clock);
  const queue = queueOf(bench);
  await queue.create();
  await bench.create("job", RECORDER);
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "job",
      DestinationConfig: { OnFailure: { Destination: queue.arn } },
    }),
  );
  const file = join(folder, "retries");
  const event = { file, fail: true };
  expect(await bench.invoke("job", event, { InvocationType: "Event" })).toMatchObject({
    status: 202,
    answer: undefined,
  });
  await clock.advanceTo(START + 10 * MINUTE, bench.engine.settle);

  const [first, second, third, ...more] = evidence(file);
  expect(more).toEqual([]);
  expect(new Set([first?.[0], second?.[0], third?.[0]]).size).toBe(1);
  const minutes = [first, second, third].map((line) => Math.round((Date.parse(line?.[1] ?? "") - START) / MINUTE));
  expect(minutes).toEqual([0, 1, 3]);
  expect(await queue.bodies()).toMatchObject([
    {
      version: "1.0",
      requestContext: {
        requestId: first?.[0],
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:job:$LATEST",
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "not today" },
    },
  ]);
});

test("an event that succeeds is run once and told to the success destination", async () => {
  const clock = new VirtualClock(START);
  const bench = await open(clock);
  const queue = queueOf(bench);
  await queue.create();
  await bench.create("job", RECORDER);
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "job",
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: { Destination: queue.arn } },
    }),
  );
  const file = join(folder, "once");
  await bench.invoke("job", { file, job: "daily" }, { InvocationType: "Event" });
  await clock.advanceTo(START + 10 * MINUTE, bench.engine.settle);
  expect(evidence(file)).toHaveLength(1);
  expect(await queue.bodies()).toMatchObject([
    { requestContext: { condition: "Success" }, responsePayload: { done: "daily" } },
  ]);
});

test.each([
  ["too old before its next attempt", { MaximumEventAgeInSeconds: 60 }, undefined, 2, "EventAgeExceeded"],
  ["without retries", { MaximumRetryAttempts: 0 }, undefined, 1, "RetriesExhausted"],
  ["of a function that may not run", {}, 0, 0, "RetriesExhausted"],
])("an event %s is given up", async (_label, settings, reserved, runs, condition) => {
  const clock = new VirtualClock(START);
  const bench = await open(clock);
  const queue = queueOf(bench);
  await queue.create();
  await bench.create("job", RECORDER);
  const DestinationConfig = { OnFailure: { Destination: queue.arn } };
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: "job", ...settings, DestinationConfig }),
  );
  if (reserved !== undefined) {
    const limit = { FunctionName: "job", ReservedConcurrentExecutions: reserved };
    await bench.lambda.send(new PutFunctionConcurrencyCommand(limit));
  }
  const file = join(folder, "given-up");
  await bench.invoke("job", { file, fail: true }, { InvocationType: "Event" });
  await clock.advanceTo(START + 60 * MINUTE, bench.engine.settle);
  expect(runs === 0 ? [] : evidence(file)).toHaveLength(runs);
  expect(await queue.bodies()).toMatchObject([{ requestContext: { condition, approximateInvokeCount: runs } }]);
});

test("events beyond the reserved concurrency wait and use up no attempt", async () => {
  const clock = new VirtualClock(START);
  const bench = await open(clock);
  await bench.create("job", RECORDER);
  await bench.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "job", ReservedConcurrentExecutions: 1 }));
  await bench.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "job", MaximumRetryAttempts: 0 }));
  const file = join(folder, "narrow");
  for (let n = 0; n < 4; n++) await bench.invoke("job", { file }, { InvocationType: "Event" });
  await clock.advanceTo(START + 60 * MINUTE, bench.engine.settle);
  expect(new Set(evidence(file).map(([id]) => id)).size).toBe(4);
  expect(evidence(file)).toHaveLength(4);
});

test("events are neither lost nor forgotten as attempts when the engine ends while they run", async () => {
  const clock = new VirtualClock(START);
  const directory = join(folder, "state");
  const first = await open(clock, directory);
  await first.create("job", RECORDER, { Timeout: 60 });
  await first.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "job", MaximumRetryAttempts: 1 }));
  const file = join(folder, "cut-off");
  await first.invoke("job", { file, hang: true }, { InvocationType: "Event" });
  await expect.poll(() => evidence(file).length, { timeout: 5_000 }).toBe(1);
  await opened.pop()?.close();

  await open(clock, directory);
  await expect.poll(() => evidence(file).length, { timeout: 5_000 }).toBe(2);
  await opened.pop()?.close();

  // Both attempts are used up: the third engine gives the event up and runs nothing.
  const third = await open(clock, directory);
  await third.engine.settle();
  expect(evidence(file)).toHaveLength(2);
  expect(new Set(evidence(file).map(([id]) => id)).size).toBe(1);
  expect(third.engine.store.all("SELECT * FROM lambda_events")).toEqual([]);
});

test("events of a function that was deleted are dropped", async () => {
  const clock = new VirtualClock(START);
  const bench = await open(clock);
  await bench.create("job", RECORDER);
  const file = join(folder, "deleted");
  await bench.invoke("job", { file, fail: true }, { InvocationType: "Event" });
  await bench.engine.settle();
  await bench.lambda.send(new DeleteFunctionCommand({ FunctionName: "job" }));
  await clock.advanceTo(START + 10 * MINUTE, bench.engine.settle);
  expect(evidence(file)).toHaveLength(1);
  expect(bench.engine.store.all("SELECT * FROM lambda_events")).toEqual([]);
});
