// A store that takes nothing for a while, as on a full disk: what ended meanwhile is not stuck, what waits is not lost, and
// no refusal ends the engine (an error that nobody catches fails these tests).
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { createLogsService } from "../../../src/engine/logs/service.ts";
import { Store } from "../../../src/engine/store.ts";
import { type Bench, openBench } from "../lambda/bench-of-functions.ts";
import { retry, startLone, throttled } from "../scheduler/lone-scheduler.ts";

const START = Date.UTC(2027, 2, 1, 6);

/** Every such change fails until the returned function is called. */
function refuse(store: Store, change: string): () => void {
  store.define(`CREATE TRIGGER refusal BEFORE ${change} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
  return () => store.define("DROP TRIGGER refusal");
}

describe("a delivery whose target is called", () => {
  test.each([
    ["that it ended", "DELETE ON scheduler_deliveries", undefined],
    ["that it failed", "UPDATE OF attempt ON scheduler_deliveries", throttled],
  ])("is not stuck, and its target not called again, when the store refused to record %s", async (...given) => {
    const [, change, fail] = given;
    let failing = fail;
    const it = startLone(async () => failing?.());
    it.scheduler.start();
    it.create("at(2027-03-01T06:00:00)", retry(5, 3_600));
    const allow = refuse(it.store, change);
    await it.moveTo("06:00:03");
    expect(it.attempts).toHaveLength(1);
    expect(it.scheduler.atRest()).toBe(false);
    allow();
    failing = undefined;
    await it.moveTo("06:00:10");
    expect(it.attempts.map(({ payload }) => payload)).toEqual(fail ? ['"1"', '"2"'] : ['"1"']);
    expect(it.scheduler.atRest()).toBe(true);
    await it.scheduler.stop();
  });
});

test("a clock that is set back after a refusal does not hold up what falls due", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)");
  const allow = refuse(it.store, "INSERT ON scheduler_deliveries");
  await it.moveTo("06:00:00");
  allow();
  const shown = it.clock.now();
  const setBackTo = shown - 3_600_000;
  Object.assign(it.clock, { now: () => setBackTo });
  it.create("at(2027-03-01T05:00:00)", {}, { Name: "other" });
  await it.scheduler.settle();
  expect(it.attempts).toHaveLength(1);
});

describe("an event of a function", () => {
  let bench: Bench;
  const clock = new VirtualClock(START);
  const settled = () => bench.engine.settle();
  const left = () => bench.engine.store.all("SELECT running FROM lambda_events");
  const open = async () => {
    bench = await openBench({ clock });
    await bench.create("counts", "let runs = 0; export const handler = async () => ++runs;");
    await bench.invoke("counts");
  };
  afterEach(() => bench.close());

  test("is not stuck when the store refused to record its end, nor run again", async () => {
    await open();
    const allow = refuse(bench.engine.store, "DELETE ON lambda_events");
    await bench.invoke("counts", {}, { InvocationType: "Event" });
    await settled();
    expect(left()).toEqual([{ running: 1 }]);
    allow();
    await clock.advanceTo(clock.now() + 1_000, settled);
    expect(left()).toEqual([]);
    expect((await bench.invoke("counts")).answer).toBe(3);
  });

  test("is not lost when the store refused to begin it, nor does its function lose room for it", async () => {
    await open();
    const allow = refuse(bench.engine.store, "UPDATE ON lambda_events");
    await bench.invoke("counts", {}, { InvocationType: "Event" });
    await settled();
    expect(left()).toEqual([{ running: 0 }]);
    allow();
    await clock.advanceTo(clock.now() + 1_000, settled);
    expect(left()).toEqual([]);
    expect((await bench.invoke("counts")).answer).toBe(3);
  });

  test("of a queue is not left behind by a move that the store refused", async () => {
    bench = await openBench({ clock });
    const { endpoint } = bench.engine;
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const sqs = new SQSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
    const create = (QueueName: string, Attributes = {}) => sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const { QueueUrl } = await create("dead");
    await create("work", { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 1 }) });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "left" }));
    const allow = refuse(bench.engine.store, "UPDATE ON sqs_messages");
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf("dead"), DestinationArn: arnOf("work") }));
    await clock.advanceTo(clock.now() + 2_000, settled);
    allow();
    await clock.advanceTo(clock.now() + 2_000, settled);
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
    expect((await sqs.send(asked)).Attributes).toEqual({ ApproximateNumberOfMessages: "0" });
    sqs.destroy();
  });
});

test("no line that waits is lost when the store refuses a batch", () => {
  const store = Store.open(":memory:");
  const place = { region: "us-east-1", account: "000000000000", origin: () => "" };
  const logs = createLogsService({ ...place, store, clock: new VirtualClock(START), random: systemRandom });
  const put = (count: number) =>
    logs.put(
      "group",
      "stream",
      Array.from({ length: count }, (_, at) => ({ at: START, message: `line ${at}` })),
    );
  put(1);
  const allow = refuse(store, "INSERT ON log_events");
  // So many are written at once: whoever prints them is not told.
  put(2_000);
  expect(() => logs.flush()).toThrow("the disk is full");
  allow();
  put(1);
  logs.flush();
  expect(store.get("SELECT COUNT(*) AS n FROM log_events")).toEqual({ n: 2_002 });
  store.close();
});
