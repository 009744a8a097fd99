// Messages through the SDK: what is sent arrives whole, is hidden while it is worked on, and comes back if it was not deleted.
import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const START = Date.UTC(2027, 2, 1, 6);
const clock = new VirtualClock(START);
let engine: Engine;
let sqs: SQSClient;
let QueueUrl = "";
let count = 0;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sqs = new SQSClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

beforeEach(async () => {
  QueueUrl = await newQueue();
});

afterAll(async () => {
  sqs.destroy();
  await engine.close();
});

async function newQueue(Attributes: Record<string, string> = {}): Promise<string> {
  const made = await sqs.send(new CreateQueueCommand({ QueueName: `letters-${++count}`, Attributes }));
  return made.QueueUrl ?? "";
}

const send = (MessageBody: string, more: object = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

async function receive(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
}

const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(more)).map((message) => message.Body);
const pass = (seconds: number) => clock.advanceTo(clock.now() + seconds * 1_000);

/** The digest as the Developer Guide writes it down, built apart from the engine's. */
function attributesDigest(parts: readonly [name: string, type: string, kind: 1 | 2, value: Uint8Array][]): string {
  const sized = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const all = parts.map(([name, type, kind, value]) =>
    Buffer.concat([sized(Buffer.from(name)), sized(Buffer.from(type)), Buffer.of(kind), sized(value)]),
  );
  return createHash("md5").update(Buffer.concat(all)).digest("hex");
}

describe("a message", () => {
  test("does not arrive changed, with text beyond ASCII and attributes of every kind", async () => {
    const bytes = Uint8Array.of(0, 255, 10, 128);
    const MessageAttributes = {
      Zeile: { DataType: "String", StringValue: "grün 🌱" },
      blob: { DataType: "Binary.png", BinaryValue: bytes },
      count: { DataType: "Number", StringValue: "-3.5e2" },
    };
    const sent = await send("Grüße,\n\t<世界> 🕯", { MessageAttributes });
    const digest = attributesDigest([
      ["Zeile", "String", 1, Buffer.from("grün 🌱")],
      ["blob", "Binary.png", 2, bytes],
      ["count", "Number", 1, Buffer.from("-3.5e2")],
    ]);
    expect(sent.MD5OfMessageAttributes).toBe(digest);
    expect(sent.MD5OfMessageBody).toBe(createHash("md5").update("Grüße,\n\t<世界> 🕯").digest("hex"));
    const [message] = await receive({ MessageAttributeNames: ["All"] });
    expect(message?.Body).toBe("Grüße,\n\t<世界> 🕯");
    expect(message?.MessageAttributes).toEqual(MessageAttributes);
    expect(message?.MD5OfMessageAttributes).toBe(digest);
  });

  test("does not show attributes that were not asked for", async () => {
    const text = { DataType: "String", StringValue: "x" };
    await send("a", { MessageAttributes: { "job.name": text, "job.due": text, other: text } });
    expect((await receive({ VisibilityTimeout: 0 }))[0]).not.toHaveProperty("MessageAttributes");
    const [some] = await receive({ VisibilityTimeout: 0, MessageAttributeNames: ["job.*"] });
    expect(Object.keys(some?.MessageAttributes ?? {}).sort()).toEqual(["job.due", "job.name"]);
    expect(some?.MD5OfMessageAttributes).toBe(
      attributesDigest([
        ["job.due", "String", 1, Buffer.from("x")],
        ["job.name", "String", 1, Buffer.from("x")],
      ]),
    );
    const [system] = await receive({ MessageSystemAttributeNames: ["All"] });
    expect(system?.Attributes).toMatchObject({ SentTimestamp: String(clock.now()), ApproximateReceiveCount: "3" });
  });

  test("is not received twice while in flight, and not lost when it is not deleted", async () => {
    await send("a");
    expect(await bodies({ VisibilityTimeout: 30 })).toEqual(["a"]);
    expect(await bodies()).toEqual([]);
    await pass(29.999);
    expect(await bodies()).toEqual([]);
    await pass(0.001);
    expect(await bodies()).toEqual(["a"]);
  });

  test("does not come back once deleted, and deleting again does no harm", async () => {
    await send("a");
    const [{ ReceiptHandle } = {}] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await pass(60);
    expect(await bodies()).toEqual([]);
  });

  test("is not deleted by a handle older than its latest receive", async () => {
    await send("a");
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive({ VisibilityTimeout: 0 });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await bodies({ VisibilityTimeout: 0 })).toEqual(["a"]);
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  test("does not appear before its delay is over", async () => {
    await send("later", { DelaySeconds: 60 });
    expect(await bodies()).toEqual([]);
    await pass(60);
    expect(await bodies()).toEqual(["later"]);
  });

  test("does not outlive the queue's retention, also when that is shortened", async () => {
    await send("old");
    await pass(3_600);
    await send("young");
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: "3600" } }));
    expect(await bodies()).toEqual(["young"]);
  });

  test("does not stay hidden when its receiver gives it back, nor can be given back twice", async () => {
    await send("a");
    const [{ ReceiptHandle } = {}] = await receive();
    const giveBack = () =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    await giveBack();
    await expect(giveBack()).rejects.toMatchObject({ name: "MessageNotInflight" });
    expect(await bodies()).toEqual(["a"]);
  });

  test.each<[string, object, string]>([
    ["a control character", { MessageBody: "a\u0001" }, "InvalidMessageContents"],
    ["a noncharacter", { MessageBody: "\ufffe" }, "InvalidMessageContents"],
    ["an empty body", { MessageBody: "" }, "MissingParameter"],
    ["more than a mebibyte", { MessageBody: "x".repeat(1_048_577) }, "InvalidParameterValue"],
    ["a delay beyond 15 minutes", { MessageBody: "a", DelaySeconds: 901 }, "InvalidParameterValue"],
    [
      "an attribute of AWS's own prefix",
      { MessageBody: "a", MessageAttributes: { "AWS.x": { DataType: "String", StringValue: "x" } } },
      "InvalidParameterValue",
    ],
    [
      "an empty attribute",
      { MessageBody: "a", MessageAttributes: { x: { DataType: "String", StringValue: "" } } },
      "InvalidParameterValue",
    ],
    [
      "a number that is none",
      { MessageBody: "a", MessageAttributes: { x: { DataType: "Number", StringValue: "one" } } },
      "InvalidParameterValue",
    ],
  ])("is not accepted with %s", async (_what, message, name) => {
    await expect(send("", message)).rejects.toMatchObject({ name });
    expect(await bodies()).toEqual([]);
  });
});

describe("a long poll", () => {
  const pending = () => ({ answer: bodies({ WaitTimeSeconds: 20 }), ready: vi.waitUntil(() => clock.nextAt()) });

  test("does not wait on when a message arrives", async () => {
    const { answer, ready } = pending();
    await ready;
    await send("now");
    expect(await answer).toEqual(["now"]);
    expect(clock.nextAt()).toBeUndefined();
  });

  test("does not sleep through a delay that ends meanwhile", async () => {
    await send("soon", { DelaySeconds: 5 });
    const { answer, ready } = pending();
    await ready;
    await pass(5);
    expect(await answer).toEqual(["soon"]);
  });

  test("does not wait longer than it was asked to", async () => {
    const { answer, ready } = pending();
    await ready;
    await pass(20);
    expect(await answer).toEqual([]);
  });

  test("does not go on for a queue that was deleted", async () => {
    const { answer, ready } = pending();
    const outcome = answer.catch((error: Error) => error.name);
    await ready;
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await outcome).toBe("QueueDoesNotExist");
  });

  test("does not take a message for a caller that went away", async () => {
    const gone = new AbortController();
    const answer = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    await vi.waitUntil(() => clock.nextAt() !== undefined);
    gone.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitUntil(() => clock.nextAt() === undefined);
    await send("kept");
    expect(await bodies()).toEqual(["kept"]);
  });
});

describe("a batch", () => {
  const entries = (...texts: string[]) => texts.map((text, index) => ({ Id: `m${index}`, MessageBody: text }));

  test("does not fail as a whole for one bad entry", async () => {
    const Entries = entries("a", "", "c");
    const result = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(result.Successful?.map(({ Id }) => Id)).toEqual(["m0", "m2"]);
    expect(result.Failed).toMatchObject([{ Id: "m1", SenderFault: true, Code: "MissingParameter" }]);
    const received = await receive();
    expect(received.map(({ Body }) => Body)).toEqual(["a", "c"]);
    const gone = received.map(({ ReceiptHandle }, index) => ({ Id: `d${index}`, ReceiptHandle }));
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl, Entries: [...gone, { Id: "bad", ReceiptHandle: "nonsense" }] }),
    );
    expect(deleted.Successful).toHaveLength(2);
    expect(deleted.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
    await pass(60);
    expect(await bodies()).toEqual([]);
  });

  test.each([
    ["no entry", [], "EmptyBatchRequest"],
    ["eleven entries", entries(..."abcdefghijk"), "TooManyEntriesInBatchRequest"],
    ["one id twice", [...entries("a"), ...entries("b")], "BatchEntryIdsNotDistinct"],
    ["an id with a dot", [{ Id: "a.b", MessageBody: "a" }], "InvalidBatchEntryId"],
    ["more than a mebibyte in all", entries("x".repeat(600_000), "x".repeat(600_000)), "BatchRequestTooLong"],
  ])("is not accepted with %s", async (_what, Entries, name) => {
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
  });
});

test("counts are not mixed up between visible, in flight and delayed", async () => {
  await send("visible");
  await send("flying");
  await receive({ MaxNumberOfMessages: 1 });
  await send("delayed", { DelaySeconds: 100 });
  await send("delayed too", { DelaySeconds: 100 });
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: "1",
    ApproximateNumberOfMessagesNotVisible: "1",
    ApproximateNumberOfMessagesDelayed: "2",
  });
});

test("a purge leaves nothing, and is not allowed again within a minute", async () => {
  await send("a");
  await send("b", { DelaySeconds: 10 });
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await pass(10);
  expect(await bodies()).toEqual([]);
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({ name: "PurgeQueueInProgress" });
  await pass(50);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});
