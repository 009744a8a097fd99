// CloudWatch Logs through the SDK: groups, streams, pages in both directions, filters over streams, retention, tags.
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const NOW = Date.UTC(2027, 2, 1, 6);
const DAY = 86_400_000;
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
let engine: Engine;
let client: CloudWatchLogsClient;
let clock: VirtualClock;
let logGroupName = "";
let count = 0;

beforeAll(async () => {
  clock = new VirtualClock(NOW);
  engine = await startEngine({ directory: ":memory:", clock });
  client = new CloudWatchLogsClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});
beforeEach(async () => {
  logGroupName = `/test/group-${++count}`;
  await client.send(new CreateLogGroupCommand({ logGroupName, tags: { "lamplighter:app": "acme" } }));
  for (const logStreamName of ["a", "b"])
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
});

const put = (logStreamName: string, ...events: readonly (readonly [number, string])[]) =>
  client.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: events.map(([after, message]) => ({ timestamp: clock.now() + after, message })),
    }),
  );

test("a group that exists is not made again, and one that does not is not found", async () => {
  await expect(client.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
  });
  const missing = { logGroupName: "/none" };
  for (const command of [
    new DeleteLogGroupCommand(missing),
    new PutRetentionPolicyCommand({ ...missing, retentionInDays: 7 }),
    new FilterLogEventsCommand(missing),
    new GetLogEventsCommand({ ...missing, logStreamName: "a" }),
  ]) {
    await expect(client.send(command as FilterLogEventsCommand)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  }
});

test("a group is described with its retention, which may be taken away again", async () => {
  const describe = async () =>
    (await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups?.[0];
  expect(await describe()).not.toHaveProperty("retentionInDays");
  await expect(client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 8 }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
  expect(await describe()).toMatchObject({
    logGroupName,
    retentionInDays: 7,
    creationTime: NOW,
    arn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:*`,
  });
  await client.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  expect(await describe()).not.toHaveProperty("retentionInDays");
});

test("groups are listed without gap or repetition over pages", async () => {
  for (let n = 0; n < 5; n++) await client.send(new CreateLogGroupCommand({ logGroupName: `/pages/${n}` }));
  const names: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/pages/", limit: 2, nextToken }),
    );
    names.push(...(page.logGroups ?? []).map((group) => group.logGroupName));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(names).toEqual([0, 1, 2, 3, 4].map((n) => `/pages/${n}`));
});

test("a stream is read in both directions, and the end is told by an unchanged token", async () => {
  await put("a", [0, "1"], [1, "2"], [1, "3"], [2, "4"], [3, "5"]);
  const read = (more: object) =>
    client.send(new GetLogEventsCommand({ logGroupName, logStreamName: "a", limit: 2, ...more }));
  const texts = (page: Awaited<ReturnType<typeof read>>) => page.events?.map(({ message }) => message).join("");
  const newest = await read({});
  expect(texts(newest)).toBe("45");
  const older = await read({ nextToken: newest.nextBackwardToken });
  expect(texts(older)).toBe("23");
  expect(texts(await read({ nextToken: older.nextForwardToken }))).toBe("45");
  const end = await read({ nextToken: newest.nextForwardToken });
  expect([texts(end), end.nextForwardToken]).toEqual(["", newest.nextForwardToken]);
  expect(texts(await read({ startFromHead: true }))).toBe("12");
  await put("a", [4, "6"]);
  expect(texts(await read({ nextToken: end.nextForwardToken }))).toBe("6");
});

test("a group is filtered over its streams in order of time, page by page", async () => {
  await put("a", [0, "one x"], [2, "three x"], [4, "five"]);
  await put("b", [1, "two x"], [3, "four x"]);
  const messages: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({ logGroupName, filterPattern: "x", limit: 1, nextToken }),
    );
    expect(page.events?.length).toBeLessThanOrEqual(1);
    messages.push(...(page.events ?? []).map(({ logStreamName, message }) => `${logStreamName}:${message}`));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(messages).toEqual(["a:one x", "b:two x", "a:three x", "b:four x"]);

  const filter = async (more: object) =>
    (await client.send(new FilterLogEventsCommand({ logGroupName, ...more }))).events?.map(({ message }) => message);
  expect(await filter({ logStreamNames: ["b"] })).toEqual(["two x", "four x"]);
  expect(await filter({ startTime: clock.now() + 1, endTime: clock.now() + 2 })).toEqual(["two x", "three x"]);
  expect(await filter({ logStreamNamePrefix: "c" })).toEqual([]);
  const byArn = {
    logGroupName: undefined,
    logGroupIdentifier: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
  };
  expect(await filter({ ...byArn, startFromHead: false })).toEqual(["five", "four x", "three x", "two x", "one x"]);
});

test("events too old, too new or out of order are not kept", async () => {
  const answer = await put("a", [-15 * DAY, "old"]);
  expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  expect((await put("a", [0, "now"], [3 * 3_600_000, "new"])).rejectedLogEventsInfo).toEqual({
    tooNewLogEventStartIndex: 1,
  });
  await expect(put("a", [1, "later"], [0, "earlier"])).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(put("none", [1, "x"])).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName }));
  expect(events?.map(({ message }) => message)).toEqual(["now"]);
});

test("events past the retention are not seen", async () => {
  await put("a", [0, "gone soon"]);
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  await clock.advanceTo(clock.now() + 2 * DAY);
  expect((await client.send(new FilterLogEventsCommand({ logGroupName }))).events).toEqual([]);
  expect((await client.send(new GetLogEventsCommand({ logGroupName, logStreamName: "a" }))).events).toEqual([]);
});

test("streams are listed by name or by their last event", async () => {
  await put("a", [5, "late"]);
  await put("b", [1, "early"]);
  const list = async (more: object) =>
    (await client.send(new DescribeLogStreamsCommand({ logGroupName, ...more }))).logStreams?.map(
      (s) => s.logStreamName,
    );
  expect(await list({})).toEqual(["a", "b"]);
  expect(await list({ orderBy: "LastEventTime", descending: true })).toEqual(["a", "b"]);
  expect(await list({ orderBy: "LastEventTime" })).toEqual(["b", "a"]);
});

test("tags are read in both forms, added and taken away", async () => {
  const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
  await client.send(new TagResourceCommand({ resourceArn, tags: { b: "2" } }));
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual({ "lamplighter:app": "acme", b: "2" });
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["lamplighter:app"] }));
  expect((await client.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toEqual({ b: "2" });
});
