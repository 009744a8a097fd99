// Calls are kept to what a service grants: not far above it, not far below, and what fails everywhere is not tried for ever.
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { Paces } from "../../src/aws/pace/paces.ts";
import { quotaOf } from "../../src/aws/pace/quotas.ts";
import { sleep } from "../../src/core/clock.ts";
import { VirtualClock } from "../../src/core/virtual-clock.ts";
import { recordingServer } from "./recording-server.ts";

const THROTTLE = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

/** A service that grants so many a second, half a second's worth at once; counts what it was asked in each second. */
function granting(clock: VirtualClock, perSecond: number) {
  const asked: number[] = [];
  let tokens = perSecond / 2;
  let at = clock.now();
  return {
    asked,
    async call(): Promise<void> {
      const now = clock.now();
      tokens = Math.min(perSecond / 2, tokens + ((now - at) / 1_000) * perSecond);
      at = now;
      const second = Math.floor(now / 1_000);
      asked[second] = (asked[second] ?? 0) + 1;
      await sleep(clock, 60);
      if (tokens < 1) throw THROTTLE;
      tokens--;
    },
  };
}

/** `calls` calls by 400 callers that try each again until it is done; answers what was granted and refused. */
async function run(granted: number, calls: number, operation: string) {
  const clock = new VirtualClock(0);
  const paces = new Paces(clock, "eu-central-2");
  const service = granting(clock, granted);
  const seen = { done: 0, refused: 0 };
  const callers = Array.from({ length: 400 }, async () => {
    for (let call = 0; call < calls / 400; call++) {
      for (let pause = 50; ; pause *= 2) {
        try {
          await paces.send("Scheduler", operation, service.call);
          seen.done++;
          break;
        } catch {
          seen.refused++;
          await sleep(clock, pause);
        }
      }
    }
  });
  const all = Promise.all(callers);
  let ended = false;
  void all.then(() => {
    ended = true;
  });
  while (!ended) {
    await clock.advanceTo(clock.now() + 50, () => new Promise((resolve) => setImmediate(resolve)));
  }
  return { ...seen, asked: service.asked };
}

describe("a pace", () => {
  test.each([
    ["what the guide says", 250],
    ["less than the guide says", 100],
    ["four times what the guide says", 1_000],
  ])(
    "does not stay below nine tenths of what is granted, nor ask much in vain, where that is %s",
    async (_, granted) => {
      const { done, refused, asked } = await run(granted, granted * 24, "GetSchedule");
      expect(done).toBe(granted * 24);
      expect(refused / done).toBeLessThan(0.08);
      const steady = asked.slice(10, 20);
      expect(steady.reduce((sum, count) => sum + count, 0) / steady.length).toBeGreaterThan(granted * 0.9);
    },
  );
});

describe("quotas", () => {
  test.each([
    ["Scheduler", "GetSchedule", "eu-central-1", 1_000],
    ["Scheduler", "GetSchedule", "eu-central-2", 250],
    ["Scheduler", "CreateSchedule", "us-east-1", 5_000],
    ["Scheduler", "ListSchedules", "us-east-1", 50],
    ["Scheduler", "GetScheduleGroup", "us-east-1", 10],
    ["Scheduler", "TagResource", "us-east-1", 1],
    ["Lambda", "GetFunction", "us-east-1", 100],
    ["Lambda", "CreateFunction", "us-east-1", 15],
  ])("are not other than the guides say: %s.%s in %s", (service, operation, region, perSecond) => {
    expect(quotaOf(service, operation, region)?.perSecond).toBe(perSecond);
  });

  test("do not hold back items, messages and invocations", () => {
    for (const [service, operation] of [
      ["DynamoDB", "PutItem"],
      ["SQS", "ReceiveMessage"],
      ["Lambda", "Invoke"],
    ] as const)
      expect(quotaOf(service, operation, "us-east-1")).toBeUndefined();
  });
});

test("where every service fails, they do not have a budget of retries each", async () => {
  const headers = { "x-amzn-errortype": "InternalServerException" };
  const server = await recordingServer(() => ({ status: 500, body: {}, headers }));
  const clients = createClients({ region: "us-east-1", endpoint: server.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await server.close();
  });
  const [scheduler, sqs] = [await clients.scheduler(), await clients.sqs()];
  const calls = Array.from({ length: 60 }, () => [
    scheduler.send(new GetScheduleCommand({ Name: "a" })),
    sqs.send(new GetQueueUrlCommand({ QueueName: "a" })),
  ]).flat();
  const ended = await Promise.allSettled(calls);
  expect(ended.filter(({ status }) => status === "fulfilled")).toEqual([]);
  // 500 tokens, five a retry (the SDK's standard retry mode).
  expect(server.requests.length).toBeLessThanOrEqual(120 + 100);
});
