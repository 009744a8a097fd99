// Buses through the SDK: events reach the targets of the rules they match, whole, and no other.
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const NOW = Date.UTC(2027, 2, 1, 6);
let engine: Engine;
let events: EventBridgeClient;
let sqs: SQSClient;
let s3: S3Client;

beforeEach(async () => {
  engine = await startEngine({ directory: ":memory:", clock: new VirtualClock(NOW) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const config = { endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  [events, sqs, s3] = [new EventBridgeClient(config), new SQSClient(config), new S3Client(config)];
  const letRulesIn = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: { ...letRulesIn, Resource: "*" } });
  for (const QueueName of ["got", "dead"]) {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  }
});

afterEach(async () => {
  for (const client of [events, sqs, s3]) client.destroy();
  await engine.close();
});

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const PATTERN = JSON.stringify({ source: ["ops"] });
const rule = (Name: string, more: Partial<PutRuleCommandInput> = {}) =>
  events.send(new PutRuleCommand({ Name, EventPattern: PATTERN, ...more }));
const target = (Rule: string, more: Partial<Target> = {}) =>
  events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "t", Arn: queueArn("got"), ...more }] }));
const entry = (more: PutEventsRequestEntry = {}) => ({
  Source: "ops",
  DetailType: "Ended",
  Detail: '{"a":1}',
  ...more,
});
const put = (...Entries: PutEventsRequestEntry[]) => events.send(new PutEventsCommand({ Entries }));

async function arrived(queue = "got") {
  const QueueUrl = `${engine.endpoint}/000000000000/${queue}`;
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
}
const bodies = async () => (await arrived()).map(({ Body }) => JSON.parse(Body ?? ""));

describe("an event", () => {
  test("does not reach a rule it does not match, nor lose anything on the way to one it does", async () => {
    await rule("ended");
    await rule("other", { EventPattern: '{"source":["other"]}' });
    await target("ended");
    await target("other");
    const Time = new Date("2027-03-01T05:00:00Z");
    const { Entries } = await put(
      entry({ Detail: '{"ä":[1,null]}', Resources: ["arn:x"], Time }),
      entry({ Source: "no" }),
    );
    expect(await bodies()).toEqual([
      {
        version: "0",
        id: Entries?.[0]?.EventId,
        "detail-type": "Ended",
        source: "ops",
        account: "000000000000",
        time: "2027-03-01T05:00:00Z",
        region: "us-east-1",
        resources: ["arn:x"],
        detail: { ä: [1, null] },
      },
    ]);
  });

  test("is not delivered by a rule that is disabled, of another bus, or gone", async () => {
    await events.send(new CreateEventBusCommand({ Name: "aside" }));
    await rule("ended");
    await target("ended");
    await put(entry({ EventBusName: "aside" }), entry({ EventBusName: "missing" }));
    await events.send(new DisableRuleCommand({ Name: "ended" }));
    await put(entry());
    expect(await bodies()).toEqual([]);
    await events.send(new EnableRuleCommand({ Name: "ended" }));
    await put(entry());
    expect(await bodies()).toHaveLength(1);
  });

  test("does not keep the others from their place when it is refused", async () => {
    await rule("ended");
    await target("ended");
    const result = await put(
      entry({ Detail: "nonsense" }),
      entry(),
      entry({ Source: "aws.s3" }),
      entry({ DetailType: undefined }),
      entry({ Detail: "[]" }),
    );
    expect(result.FailedEntryCount).toBe(4);
    expect(result.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "MalformedDetail",
      undefined,
      "NotAuthorizedForSource",
      "InvalidArgument",
      "MalformedDetail",
    ]);
    expect(await bodies()).toHaveLength(1);
  });

  test("is not accepted beyond a mebibyte in all", async () => {
    const Detail = JSON.stringify({ a: "x".repeat(600_000) });
    await expect(put(entry({ Detail }), entry({ Detail }))).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("is not lost when its target is missing and there is a dead-letter queue", async () => {
    await rule("ended");
    await target("ended", { Arn: queueArn("missing"), DeadLetterConfig: { Arn: queueArn("dead") } });
    await put(entry());
    const [letter] = await arrived("dead");
    expect(JSON.parse(letter?.Body ?? "")).toMatchObject({ source: "ops", detail: { a: 1 } });
    expect(letter?.MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: "arn:aws:events:us-east-1:000000000000:rule/ended" },
      TARGET_ARN: { StringValue: queueArn("missing") },
      ERROR_CODE: { StringValue: "NO_RESOURCE" },
    });
  });

  test.each<[string, Partial<Target>, unknown]>([
    ["a constant", { Input: '{"fixed":true}' }, { fixed: true }],
    ["a part", { InputPath: "$.detail.list[1].name" }, "two"],
    ["what is not there", { InputPath: "$.detail.missing" }, null],
    [
      "a template",
      {
        InputTransformer: {
          InputPathsMap: { name: "$.detail.list[0].name", list: "$.detail.list", none: "$.nothing" },
          InputTemplate: '{"said": "it is <name><none>", "list": <list>, "rule": "<aws.events.rule-name>"}',
        },
      },
      { said: 'it is on"e', list: [{ name: 'on"e' }, { name: "two" }], rule: "ended" },
    ],
  ])("is not given to a target other than as asked: %s", async (_what, more, expected) => {
    await rule("ended");
    await target("ended", more);
    await put(entry({ Detail: JSON.stringify({ list: [{ name: 'on"e' }, { name: "two" }] }) }));
    expect(await bodies()).toEqual([expected]);
  });

  test("of S3 is not told unless the bucket was asked to", async () => {
    await rule("objects", {
      EventPattern: JSON.stringify({ source: ["aws.s3"], detail: { object: { key: [{ prefix: "in/" }] } } }),
    });
    await target("objects");
    const Bucket = "inbox";
    const upload = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "12345" }));
    await s3.send(new CreateBucketCommand({ Bucket }));
    await upload("in/before");
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    await upload("in/ä b");
    await upload("out/c");
    expect(await bodies()).toMatchObject([
      {
        "detail-type": "Object Created",
        resources: ["arn:aws:s3:::inbox"],
        detail: { bucket: { name: "inbox" }, object: { key: "in/ä b", size: 5 }, reason: "PutObject" },
      },
    ]);
  });
});

describe("a rule", () => {
  const describeRule = (Name: string) => events.send(new DescribeRuleCommand({ Name }));

  test("does not keep what an update leaves out", async () => {
    await rule("ended", { Description: "first", State: "DISABLED" });
    await rule("ended", { EventPattern: '{"source":["b"]}' });
    const found = await describeRule("ended");
    expect(found).toMatchObject({ EventPattern: '{"source":["b"]}', State: "ENABLED", EventBusName: "default" });
    expect(found.Description).toBeUndefined();
  });

  test("is not deleted while it has targets, and is gone after", async () => {
    await rule("ended");
    await target("ended");
    const remove = () => events.send(new DeleteRuleCommand({ Name: "ended" }));
    await expect(remove()).rejects.toMatchObject({ name: "ValidationException" });
    const gone = await events.send(new RemoveTargetsCommand({ Rule: "ended", Ids: ["t", "unknown"] }));
    expect(gone.FailedEntries).toMatchObject([{ TargetId: "unknown", ErrorCode: "ResourceNotFoundException" }]);
    await remove();
    await remove();
    await expect(describeRule("ended")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test.each<[string, Partial<PutRuleCommandInput>, string]>([
    ["nothing to start it", { EventPattern: undefined }, "ValidationException"],
    ["a pattern that is none", { EventPattern: '{"source":"a"}' }, "InvalidEventPatternException"],
    ["a schedule that is none", { ScheduleExpression: "every day" }, "ValidationException"],
    ["a bus that is missing", { EventBusName: "missing" }, "ResourceNotFoundException"],
    ["a name with a space", { Name: "a b" }, "ValidationException"],
  ])("is not made with %s", async (_what, more, name) => {
    await expect(rule("ended", more)).rejects.toMatchObject({ name });
    expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
  });

  test("does not take targets it cannot reach, nor more than five", async () => {
    await rule("ended");
    const topic = await target("ended", { Arn: "arn:aws:sns:us-east-1:000000000000:topic" });
    expect(topic).toMatchObject({ FailedEntryCount: 1, FailedEntries: [{ TargetId: "t" }] });
    const Targets = "123456".split("").map((Id) => ({ Id, Arn: queueArn("got") }));
    await expect(events.send(new PutTargetsCommand({ Rule: "ended", Targets }))).rejects.toMatchObject({
      name: "LimitExceededException",
    });
    const listed = await events.send(new ListTargetsByRuleCommand({ Rule: "ended" }));
    expect(listed.Targets).toEqual([]);
  });

  test("is not missed when asked for by its target, nor a target changed on the way", async () => {
    await rule("a");
    await rule("b");
    const full = { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: queueArn("dead") } };
    await target("a", full);
    await target("b");
    const names = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: queueArn("got") }));
    expect(names.RuleNames).toEqual(["a", "b"]);
    const listed = await events.send(new ListTargetsByRuleCommand({ Rule: "a" }));
    expect(listed.Targets).toEqual([{ Id: "t", Arn: queueArn("got"), ...full }]);
  });

  test("does not lose other tags when one is added or taken, nor does a bus", async () => {
    const Tags = [{ Key: "app", Value: "ops" }];
    const { RuleArn } = await rule("ended", { Tags });
    const { EventBusArn } = await events.send(new CreateEventBusCommand({ Name: "aside", Tags }));
    for (const ResourceARN of [RuleArn, EventBusArn]) {
      const added = [
        { Key: "env", Value: "local" },
        { Key: "who", Value: "me" },
      ];
      await events.send(new TagResourceCommand({ ResourceARN, Tags: added }));
      await events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["who"] }));
      const { Tags: kept } = await events.send(new ListTagsForResourceCommand({ ResourceARN }));
      expect(kept).toEqual([...Tags, { Key: "env", Value: "local" }]);
    }
    const unknown = new ListTagsForResourceCommand({ ResourceARN: `${RuleArn}2` });
    await expect(events.send(unknown)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

test("a bus is not made twice, nor deleted with rules, nor the default one at all", async () => {
  const create = () => events.send(new CreateEventBusCommand({ Name: "aside" }));
  const remove = (Name: string) => events.send(new DeleteEventBusCommand({ Name }));
  await create();
  await expect(create()).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
  await expect(remove("default")).rejects.toMatchObject({ name: "ValidationException" });
  const { RuleArn } = await rule("ended", { EventBusName: "arn:aws:events:us-east-1:000000000000:event-bus/aside" });
  expect(RuleArn).toBe("arn:aws:events:us-east-1:000000000000:rule/aside/ended");
  await expect(remove("aside")).rejects.toMatchObject({ name: "ValidationException" });
  await events.send(new DeleteRuleCommand({ Name: "ended", EventBusName: "aside" }));
  await remove("aside");
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(["default"]);
});

test("TestEventPattern does not say other than delivery would, and not without an event's fields", async () => {
  const event = { id: "1", account: "0", source: "ops", time: "t", region: "r", resources: [], "detail-type": "x" };
  const ask = (Event: object) =>
    events.send(new TestEventPatternCommand({ EventPattern: PATTERN, Event: JSON.stringify(Event) }));
  expect((await ask(event)).Result).toBe(true);
  expect((await ask({ ...event, source: "other" })).Result).toBe(false);
  await expect(ask({ source: "ops" })).rejects.toMatchObject({ name: "ValidationException" });
});
