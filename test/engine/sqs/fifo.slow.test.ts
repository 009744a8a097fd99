// FIFO queues through the SDK: each group in its order, one receiver at a time, and nothing delivered twice.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
let directory = "";
let clock: VirtualClock;
let engine: Engine;
let sqs: SQSClient;
let QueueUrl = "";

async function open(at: number): Promise<void> {
  clock = new VirtualClock(at);
  engine = await startEngine({ directory, clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sqs = new SQSClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  QueueUrl = `${engine.endpoint}/000000000000/orders.fifo`;
}
async function close(): Promise<void> {
  sqs.destroy();
  await engine.close();
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "lamplighter-fifo-"));
  await open(Date.UTC(2027, 2, 1, 6));
  await create("orders.fifo", { ContentBasedDeduplication: "true" });
});
afterEach(async () => {
  await close();
  rmSync(directory, { recursive: true, force: true });
});

const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
  sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: "true", ...Attributes } }));
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const send = (MessageBody: string, MessageGroupId = "g", more: Partial<SendMessageCommandInput> = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, ...more }));
async function receive(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
  const ask = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All" as const], ...more };
  return (await sqs.send(new ReceiveMessageCommand(ask))).Messages ?? [];
}
const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) => (await receive(more)).map(({ Body }) => Body);
const remove = ({ ReceiptHandle }: Message = {}) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
const pass = (ms: number) => clock.advanceTo(clock.now() + ms);

describe("order", () => {
  test("a group's messages are not received out of turn, nor is a group that is on its way received again", async () => {
    for (const body of ["a1", "a2"]) await send(body, "a");
    for (const body of ["b1", "b2"]) await send(body, "b");
    await send("a3", "a");
    const [first] = await receive({ MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe("a1");
    expect(await bodies()).toEqual(["b1", "b2"]);
    expect(await bodies()).toEqual([]);
    await remove(first);
    expect(await bodies()).toEqual(["a2", "a3"]);
  });

  test("a batch is not mixed up: as many as there are of one group come before the next", async () => {
    for (const body of ["a1", "b1", "a2", "b2", "a3"]) await send(body, body.slice(0, 1));
    expect(await bodies()).toEqual(["a1", "a2", "a3", "b1", "b2"]);
  });

  test("a message that comes back does not lose its place", async () => {
    for (const body of ["1", "2", "3"]) await send(body);
    const [, second] = await receive({ MaxNumberOfMessages: 2, VisibilityTimeout: 60 });
    const ReceiptHandle = second?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await bodies()).toEqual([]);
    await pass(MINUTE);
    expect(await bodies()).toEqual(["1", "2", "3"]);
  });

  test("who waits for a group is not kept waiting when its message is deleted", async () => {
    for (const body of ["1", "2"]) await send(body);
    const [first] = await receive({ MaxNumberOfMessages: 1 });
    const waiting = bodies({ WaitTimeSeconds: 20 });
    await remove(first);
    expect(await waiting).toEqual(["2"]);
  });

  test("nothing of it is lost with the engine", async () => {
    for (const body of ["1", "2", "3"]) await send(body);
    const [first] = await receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 120 });
    await close();
    await open(clock.now() + MINUTE);
    expect(await bodies()).toEqual([]);
    const again = await send("2");
    await pass(MINUTE);
    expect(await bodies()).toEqual(["1", "2", "3"]);
    expect(BigInt(again.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first?.Attributes?.SequenceNumber ?? 0));
  });
});

describe("deduplication", () => {
  test("the same within five minutes is taken and not delivered, though the first was deleted", async () => {
    const sent = await send("once", "a");
    const [first] = await receive();
    expect(first?.Attributes).toMatchObject({
      MessageGroupId: "a",
      SequenceNumber: sent.SequenceNumber,
      // SHA-256 of "once".
      MessageDeduplicationId: "200651a8b2d5912f692db89468a7d47d86a3ed6844f48f1b15f2be1d9c9a7e5e",
    });
    await remove(first);
    await pass(5 * MINUTE - 1);
    expect(await send("once", "b")).toMatchObject({ MessageId: sent.MessageId, SequenceNumber: sent.SequenceNumber });
    expect(await bodies()).toEqual([]);
    await pass(1);
    await send("once", "b");
    expect(await bodies()).toEqual(["once"]);
  });

  test("an id that is given counts, and not the body", async () => {
    await send("one", "g", { MessageDeduplicationId: "x" });
    await send("two", "g", { MessageDeduplicationId: "x" });
    await send("one", "g", { MessageDeduplicationId: "y" });
    expect(await bodies()).toEqual(["one", "one"]);
  });

  test("where each group has its own, one does not hide another's message", async () => {
    const DeduplicationScope = "messageGroup";
    const Attributes = { DeduplicationScope, FifoThroughputLimit: "perMessageGroupId" };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    for (const group of ["a", "b", "a"]) await send("same", group);
    expect(await bodies()).toEqual(["same", "same"]);
  });

  test("a receive that is asked for again does not take other messages, as long as none was touched", async () => {
    for (const body of ["a1", "b1", "b2"]) await send(body, body.slice(0, 1));
    const ask = { MaxNumberOfMessages: 2, ReceiveRequestAttemptId: "lost", VisibilityTimeout: 60 };
    const first = await receive(ask);
    await pass(30 * SECOND);
    const again = await receive(ask);
    expect(again.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(first.map(({ ReceiptHandle }) => ReceiptHandle));
    // The time to work on them began anew.
    await pass(45 * SECOND);
    expect(await bodies()).toEqual([]);
    for (const message of again) await remove(message);
    expect(await bodies(ask)).toEqual(["b2"]);
  });
});

describe("a message is refused", () => {
  test.each<[string, Partial<SendMessageCommandInput>, string]>([
    ["without a group", { MessageGroupId: undefined }, "MissingParameter"],
    ["with a group that has a space", { MessageGroupId: "a b" }, "InvalidParameterValue"],
    ["with a group that is too long", { MessageGroupId: "a".repeat(129) }, "InvalidParameterValue"],
    ["with an id that is too long", { MessageDeduplicationId: "a".repeat(129) }, "InvalidParameterValue"],
    ["with a delay of its own", { DelaySeconds: 1 }, "InvalidParameterValue"],
  ])("%s", async (_how, more, name) => {
    await expect(send("x", "g", more)).rejects.toMatchObject({ name });
    expect(await bodies()).toEqual([]);
  });

  test("without anything to tell it by, and one in a batch does not take others with it", async () => {
    await create("plain.fifo");
    const url = `${engine.endpoint}/000000000000/plain.fifo`;
    await expect(send("x", "g", { QueueUrl: url })).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const entry = { MessageBody: "x", MessageGroupId: "g" };
    const Entries = [
      { ...entry, Id: "bad" },
      { ...entry, Id: "good", MessageDeduplicationId: "1" },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent).toMatchObject({
      Failed: [{ Id: "bad" }],
      Successful: [{ Id: "good", SequenceNumber: expect.stringMatching(/^\d{20}$/) }],
    });
  });

  test("by a standard queue, when it is meant for the order of a FIFO queue", async () => {
    const standard = (await sqs.send(new CreateQueueCommand({ QueueName: "plain" }))).QueueUrl;
    const id = { QueueUrl: standard, MessageDeduplicationId: "1" };
    await expect(send("x", "g", id)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const attempt = { QueueUrl: standard, ReceiveRequestAttemptId: "1" };
    await expect(receive(attempt)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await send("x", "g", { QueueUrl: standard });
    expect((await receive({ QueueUrl: standard }))[0]?.Attributes).toMatchObject({ MessageGroupId: "g" });
  });
});

test("a handle whose time is over deletes nothing", async () => {
  await send("1");
  const [late] = await receive();
  await pass(30 * SECOND);
  await expect(remove(late)).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: expect.stringContaining("expired"),
  });
  const [now] = await receive();
  await expect(remove(late)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await remove(now);
  await remove(now);
});

describe("a queue", () => {
  test.each<[string, string, Record<string, string>, string]>([
    ["FIFO without the suffix", "orders", {}, "InvalidParameterValue"],
    ["of more than 80 characters", `${"a".repeat(76)}.fifo`, {}, "InvalidParameterValue"],
    ["that is said not to be FIFO", "x.fifo", { FifoQueue: "false" }, "InvalidParameterValue"],
    ["with a scope that is none", "x.fifo", { DeduplicationScope: "all" }, "InvalidAttributeValue"],
    [
      "of high throughput and one scope",
      "x.fifo",
      { FifoThroughputLimit: "perMessageGroupId" },
      "InvalidAttributeValue",
    ],
    ["with dead letters in a standard one", "x.fifo", { RedrivePolicy: redrive("standard") }, "InvalidParameterValue"],
    [
      "standard, with dead letters in a FIFO one",
      "x",
      { FifoQueue: "false", RedrivePolicy: redrive("orders.fifo") },
      "InvalidParameterValue",
    ],
  ])("is not made %s", async (_how, name, attributes, error) => {
    await sqs.send(new CreateQueueCommand({ QueueName: "standard" }));
    await expect(create(name, attributes)).rejects.toMatchObject({ name: error });
  });

  test("does not hide what it is, and does not become another", async () => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    expect((await sqs.send(asked)).Attributes).toMatchObject({
      FifoQueue: "true",
      ContentBasedDeduplication: "true",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
    });
    await create("orders.fifo", { ContentBasedDeduplication: "true" });
    const Attributes = { FifoQueue: "false" };
    const change = new SetQueueAttributesCommand({ QueueUrl, Attributes });
    await expect(sqs.send(change)).rejects.toMatchObject({ name: "InvalidAttributeName" });
  });
});

test("what is received too often goes aside, frees its group, and comes back behind what was sent since", async () => {
  await create("dead.fifo");
  const Attributes = { RedrivePolicy: redrive("dead.fifo"), VisibilityTimeout: "0" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  for (const body of ["1", "2"]) await send(body);
  for (let n = 0; n < 2; n++) expect(await bodies({ MaxNumberOfMessages: 1 })).toEqual(["1"]);
  expect(await bodies({ MaxNumberOfMessages: 1 })).toEqual(["2"]);
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf("dead.fifo") }));
  await pass(5 * SECOND);
  expect(await bodies()).toEqual(["2", "1"]);
});

function redrive(target: string): string {
  return JSON.stringify({ deadLetterTargetArn: arnOf(target), maxReceiveCount: 2 });
}
