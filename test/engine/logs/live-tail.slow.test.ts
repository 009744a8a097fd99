// Live Tail through the SDK: what is logged while a session is open is told, each second, and nothing else.
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type LiveTailSessionUpdate,
  PutLogEventsCommand,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const SECOND = 1_000;
const GROUPS = ["/aws/lambda/one", "/aws/lambda/two"];
const arnOf = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`;
const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
let engine: Engine;
let client: CloudWatchLogsClient;
/** Of each test: what is left open ends with it. */
let ending: AbortController;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  // A prefix before an address of this machine leads nowhere.
  const place = {
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials,
    disableHostPrefix: true,
    maxAttempts: 1,
  };
  client = new CloudWatchLogsClient(place);
  for (const logGroupName of GROUPS) {
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    for (const logStreamName of ["a", "b"])
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
});
beforeEach(() => {
  ending = new AbortController();
  return () => ending.abort();
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const put = (logGroupName: string | undefined, logStreamName: string, ...messages: string[]) => {
  const logEvents = messages.map((message) => ({ timestamp: clock.now() - 5, message }));
  return client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
};
const pass = (seconds = 1) => clock.advanceTo(clock.now() + seconds * SECOND);

async function tail(input: Partial<StartLiveTailCommandInput> = {}) {
  const command = new StartLiveTailCommand({ logGroupIdentifiers: [arnOf("/aws/lambda/one")], ...input });
  const { responseStream } = await client.send(command, { abortSignal: ending.signal });
  const events = (responseStream as AsyncIterable<StartLiveTailResponseStream>)[Symbol.asyncIterator]();
  return { next: async () => (await events.next()).value as StartLiveTailResponseStream | undefined };
}
const messagesOf = (update: LiveTailSessionUpdate | undefined) =>
  (update?.sessionResults ?? []).map(({ logStreamName, message }) => `${logStreamName}: ${message}`);

test("a session tells nothing that was logged before it, and all that is logged while it is open", async () => {
  const [one, two] = GROUPS;
  await put(one, "a", "too early");
  const session = await tail({ logGroupIdentifiers: GROUPS.map(arnOf) });
  expect((await session.next())?.sessionStart).toMatchObject({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    logGroupIdentifiers: GROUPS.map(arnOf),
  });
  await put(one, "a", "first", "second");
  await put(two, "b", "other");
  await pass();
  expect(await session.next()).toEqual({
    sessionUpdate: {
      sessionMetadata: { sampled: false },
      sessionResults: ["first", "second", "other"].map((message) => ({
        message,
        logStreamName: message === "other" ? "b" : "a",
        logGroupIdentifier: `000000000000:${message === "other" ? two : one}`,
        timestamp: clock.now() - SECOND - 5,
        ingestionTime: clock.now() - SECOND,
      })),
    },
  });
  await pass();
  expect(messagesOf((await session.next())?.sessionUpdate)).toEqual([]);
});

test.each([
  ["of another stream", { logStreamNames: ["b"] }, ["b: keep it", "b: drop"]],
  ["of a stream with another beginning", { logStreamNamePrefixes: ["a"] }, ["a: keep it", "a: drop"]],
  ["that the pattern does not match", { logEventFilterPattern: "keep" }, ["a: keep it", "b: keep it"]],
])("a session does not tell what is %s", async (_what, input, expected) => {
  const session = await tail(input);
  await session.next();
  for (const stream of ["a", "b"]) await put("/aws/lambda/one", stream, "keep it", "drop");
  await put("/aws/lambda/two", "a", "keep it");
  await pass();
  expect(messagesOf((await session.next())?.sessionUpdate)).toEqual(expected);
});

test("more than 500 events a second are not told, and the sample says what it is", async () => {
  const session = await tail();
  await session.next();
  await put("/aws/lambda/one", "a", ...Array.from({ length: 2_000 }, (_, n) => String(n)));
  await pass();
  const update = (await session.next())?.sessionUpdate;
  expect(update?.sessionMetadata).toEqual({ sampled: true });
  expect(update?.sessionResults).toHaveLength(500);
  expect(new Set(messagesOf(update)).size).toBe(500);
});

test("a session does not last longer than three hours, and says so at its end", async () => {
  const session = await tail();
  await session.next();
  const ended = (async () => {
    for (let updates = 0; ; updates++) {
      if (!(await session.next())?.sessionUpdate) return updates;
    }
  })();
  const refused = expect(ended).rejects.toMatchObject({ name: "SessionTimeoutException" });
  await clock.advanceTo(clock.now() + 3 * 3_600 * SECOND, () => new Promise((resolve) => setImmediate(resolve)));
  await refused;
});

test.each<[string, Partial<StartLiveTailCommandInput>, string]>([
  ["a group that is missing", { logGroupIdentifiers: [arnOf("missing")] }, "ResourceNotFoundException"],
  ["a name in place of an ARN", { logGroupIdentifiers: ["/aws/lambda/one"] }, "InvalidParameterException"],
  ["an ARN with an asterisk", { logGroupIdentifiers: [`${arnOf("/aws/lambda/one")}:*`] }, "InvalidParameterException"],
  [
    "streams of two groups",
    { logGroupIdentifiers: GROUPS.map(arnOf), logStreamNames: ["a"] },
    "InvalidParameterException",
  ],
  ["two choices of streams", { logStreamNames: ["a"], logStreamNamePrefixes: ["b"] }, "InvalidParameterException"],
  ["a pattern that is none", { logEventFilterPattern: "{ $.a" }, "InvalidParameterException"],
])("a session is not opened for %s", async (_what, input, name) => {
  await expect(tail(input)).rejects.toMatchObject({ name });
});

test("no more than fifteen sessions are open, and one that its caller left is open no more", async () => {
  const sessions = [];
  for (let n = 0; n < 15; n++) sessions.push(await tail());
  for (const session of sessions) await session.next();
  await expect(tail()).rejects.toMatchObject({ name: "LimitExceededException" });
  ending.abort();
  ending = new AbortController();
  await expect.poll(() => tail().then(() => "open", String)).toBe("open");
});

test("no session keeps an engine from closing, nor is its caller left without an end", async () => {
  const closing = await startEngine({ directory: ":memory:", clock: new VirtualClock(clock.now()) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: closing.endpoint, region: "us-east-1", credentials, disableHostPrefix: true };
  const other = new CloudWatchLogsClient(place);
  const [logGroupName = ""] = GROUPS;
  await other.send(new CreateLogGroupCommand({ logGroupName }));
  const command = new StartLiveTailCommand({ logGroupIdentifiers: [arnOf(logGroupName)] });
  const { responseStream } = await other.send(command);
  const seen: string[] = [];
  const ended = (async () => {
    for await (const event of responseStream ?? []) seen.push(...Object.keys(event));
  })();
  await expect.poll(() => seen).toEqual(["sessionStart"]);
  await closing.close();
  await ended;
  other.destroy();
});
