// Queues through the SDK: made once, found again, configured within SQS's bounds, and redriven as SQS does.
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
let engine: Engine;
let sqs: SQSClient;

beforeEach(async () => {
  engine = await startEngine({ directory: ":memory:", clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sqs = new SQSClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

afterEach(async () => {
  sqs.destroy();
  await engine.close();
});

const create = (QueueName: string, Attributes: Record<string, string> = {}, tags: Record<string, string> = {}) =>
  sqs.send(new CreateQueueCommand({ QueueName, Attributes, tags })).then((made) => made.QueueUrl ?? "");
const attributesOf = (QueueUrl: string) =>
  sqs
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))
    .then(({ Attributes }) => Attributes ?? {});
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const redrive = (target: string, maxReceiveCount: number) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(target), maxReceiveCount }),
});
const send = (QueueUrl: string, MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = (QueueUrl: string) =>
  sqs
    .send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageSystemAttributeNames: ["All"],
      }),
    )
    .then(({ Messages }) => Messages ?? []);

describe("a queue", () => {
  test("is not made twice, and not silently kept when asked for otherwise", async () => {
    const url = await create("failed", { VisibilityTimeout: "60" });
    expect(url).toBe(`${engine.endpoint}/000000000000/failed`);
    expect(await create("failed", { VisibilityTimeout: "60" })).toBe(url);
    expect(await create("failed", { DelaySeconds: "0" })).toBe(url);
    await expect(create("failed", { VisibilityTimeout: "61" })).rejects.toMatchObject({ name: "QueueNameExists" });
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([url]);
  });

  test("does not hide the defaults of what was not set", async () => {
    const url = await create("failed", { MessageRetentionPeriod: "1209600" });
    expect(await attributesOf(url)).toEqual({
      QueueArn: arnOf("failed"),
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: String(clock.now() / 1_000),
      LastModifiedTimestamp: String(clock.now() / 1_000),
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "1209600",
      ReceiveMessageWaitTimeSeconds: "0",
      VisibilityTimeout: "30",
      SqsManagedSseEnabled: "true",
    });
  });

  test("is not found under another account or after it was deleted, and leaves no message to its successor", async () => {
    const url = await create("failed");
    await send(url, "old");
    const otherAccount = new GetQueueUrlCommand({ QueueName: "failed", QueueOwnerAWSAccountId: "111111111111" });
    await expect(sqs.send(otherAccount)).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await expect(send(url, "x")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    expect(await receive(await create("failed"))).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["VisibilityTimeout beyond 12 h", { VisibilityTimeout: "43201" }, "InvalidAttributeValue"],
    ["a number in words", { DelaySeconds: "ten" }, "InvalidAttributeValue"],
    ["a negative number", { DelaySeconds: "-1" }, "InvalidAttributeValue"],
    ["a policy that is no JSON", { Policy: "{" }, "InvalidAttributeValue"],
    ["what only the service sets", { QueueArn: arnOf("x") }, "InvalidAttributeName"],
    ["FIFO and no suffix", { FifoQueue: "true" }, "InvalidParameterValue"],
    ["deduplication and no FIFO", { ContentBasedDeduplication: "true" }, "InvalidAttributeName"],
    ["a dead-letter queue that is missing", redrive("missing", 3), "InvalidParameterValue"],
    ["no receives before the dead-letter queue", redrive("missing", 0), "InvalidParameterValue"],
  ])("is not made with %s", async (_what, attributes, name) => {
    await expect(create("failed", attributes)).rejects.toMatchObject({ name });
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
  });

  test.each(["with space", "name.fifo", "a".repeat(81)])("is not made under the name %s", async (name) => {
    await expect(create(name)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  test("does not lose other tags when one is added or taken", async () => {
    const QueueUrl = await create("failed", {}, { app: "ops", env: "local" });
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { env: "test", owner: "me" } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["owner", "unknown"] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ app: "ops", env: "test" });
  });

  test("is not skipped or repeated between pages", async () => {
    for (const name of ["b-2", "a-1", "b-1", "b-3"]) await create(name);
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const input = { QueueNamePrefix: "b-", MaxResults: 2, NextToken };
      const page = await sqs.send(new ListQueuesCommand(input));
      names.push(...(page.QueueUrls ?? []).map((url) => url.split("/").at(-1) ?? ""));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(names).toEqual(["b-1", "b-2", "b-3"]);
  });
});

describe("redrive", () => {
  test("does not deliver a message more often than the policy says, and does not lose it", async () => {
    const dead = await create("dead");
    const source = await create("source", redrive("dead", 2));
    await send(source, "poison");
    const [first] = await receive(source);
    expect(await receive(source)).toHaveLength(1);
    expect(await receive(source)).toHaveLength(0);
    const [letter] = await receive(dead);
    expect(letter).toMatchObject({ Body: "poison", MessageId: first?.MessageId });
    expect(letter?.Attributes?.DeadLetterQueueSourceArn).toBe(arnOf("source"));
    const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(sources.queueUrls).toEqual([source]);
  });

  test("does not take messages along whose dead-letter queue is gone", async () => {
    const dead = await create("dead");
    const source = await create("source", redrive("dead", 1));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: dead }));
    await send(source, "a");
    for (let round = 0; round < 3; round++) expect(await receive(source)).toHaveLength(1);
  });

  test("is not done for a queue that is no queue's dead-letter queue, even with a destination", async () => {
    await create("undelivered");
    await create("target");
    const start = (input: { SourceArn: string; DestinationArn?: string }) =>
      sqs.send(new StartMessageMoveTaskCommand(input));
    await expect(start({ SourceArn: arnOf("undelivered"), DestinationArn: arnOf("target") })).rejects.toThrow(
      "Source queue must be configured as a Dead Letter Queue.",
    );
    await expect(start({ SourceArn: arnOf("none") })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("brings every dead letter back as a new message, at the rate asked for", async () => {
    const dead = await create("dead");
    const source = await create("source", redrive("dead", 1));
    for (const text of ["a", "b", "c"]) await send(source, text);
    await receive(source);
    await receive(source);
    const input = { SourceArn: arnOf("dead"), MaxNumberOfMessagesPerSecond: 2 };
    await sqs.send(new StartMessageMoveTaskCommand(input));
    await expect(sqs.send(new StartMessageMoveTaskCommand(input))).rejects.toThrow("already a task running");
    await clock.advanceTo(clock.now());
    expect(await attributesOf(source)).toMatchObject({ ApproximateNumberOfMessages: "2" });
    await clock.advanceTo(clock.now() + 2_000);
    const back = await receive(source);
    expect(back.map(({ Body }) => Body)).toEqual(["a", "b", "c"]);
    expect(back[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
    expect(await receive(dead)).toEqual([]);
    const tasks = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf("dead") }));
    expect(tasks.Results).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 3 }]);
    expect(tasks.Results?.[0]).not.toHaveProperty("TaskHandle");
  });

  test("is not allowed where the dead-letter queue denies it", async () => {
    await create("dead", { RedriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) });
    const source = await create("source");
    const set = new SetQueueAttributesCommand({ QueueUrl: source, Attributes: redrive("dead", 1) });
    await expect(sqs.send(set)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
