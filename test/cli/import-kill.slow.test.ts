// A move that is killed at any of its changes: never are both on, and the same command goes on to the end.
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { expect, onTestFinished, test } from "vitest";
import { firedAlready } from "./fired-already.ts";
import { killingProxy } from "./killing-proxy.ts";
import { answerOf, type LampProject, project } from "./lamp.ts";

const BEFORE = "rule on, schedule off";
const NEITHER = "rule off, schedule off";
const AFTER = "rule off, schedule on";

async function open(): Promise<{
  made: LampProject;
  endpoint: string;
  states(): Promise<string>;
  endLease(): Promise<void>;
}> {
  const made = project({});
  const fired = await firedAlready(made.folder, ["billing"]);
  await fired.rule("seldom", `cron(0 0 15 ${new Date().getUTCMonth() < 6 ? 11 : 4} ? *)`, {});
  const { endpoint } = fired.engine;
  const place = { endpoint, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const [events, scheduler, dynamodb] = [
    new EventBridgeClient(place),
    new SchedulerClient(place),
    new DynamoDBClient(place),
  ];
  onTestFinished(async () => {
    for (const client of [events, scheduler, dynamodb]) client.destroy();
    await fired.close();
  });
  const word = (state: string | undefined) => (state === "ENABLED" ? "on" : "off");
  return {
    made,
    endpoint,
    /** The killed command's lock would end by itself in a minute, which the next command waits for; here it is over at once. */
    async endLease() {
      const key = { pk: { S: "SYNC" }, sk: { S: "LOCK" } };
      const over = { UpdateExpression: "SET leaseUntil = :over", ExpressionAttributeValues: { ":over": { N: "0" } } };
      await dynamodb.send(new UpdateItemCommand({ TableName: "shop-local-ledger", Key: key, ...over }));
    },
    async states() {
      const rule = await events.send(new DescribeRuleCommand({ Name: "seldom" }));
      const own = await scheduler.send(new GetScheduleCommand({ GroupName: "shop-local", Name: "seldom" }));
      return `rule ${word(rule.State)}, schedule ${word(own.State)}`;
    },
  };
}

test("no kill leaves both on, or more to do than the same command again", { timeout: 600_000 }, async () => {
  const { made, endpoint, states, endLease } = await open();
  const proxy = await killingProxy(endpoint, ({ method, url = "", headers }) => {
    const target = String(headers["x-amz-target"]);
    return (method === "PUT" && url.startsWith("/schedules/")) || /AWSEvents\.(Tag|Untag|Enable|Disable)/.test(target);
  });
  made.write("config/local.yaml", `endpoint: ${proxy.endpoint}\n`);
  expect(await made.lamp("import", "--app", "shop")).toMatchObject({ code: 0 });
  expect(await made.lamp("sync")).toMatchObject({ code: 0 });
  for (const [back, at] of [
    [[], [BEFORE, BEFORE, BEFORE, NEITHER, NEITHER, AFTER]],
    [["--undo"], [AFTER, NEITHER, NEITHER, BEFORE, BEFORE, BEFORE]],
  ] as const) {
    for (const [index, expected] of at.entries()) {
      const [change, when] = [Math.floor(index / 2) + 1, index % 2 === 0 ? "before" : "after"] as const;
      const words = ["import", "--move", "seldom", "--yes", "--wait-lock", "2m"];
      const child = made.start(...words, ...back);
      proxy.killAt(change, when, () => child.kill("SIGKILL"));
      expect((await answerOf(child)).code).toBe(null);
      expect([...back, change, when, await states()]).toEqual([...back, change, when, expected]);
      await endLease();
      expect(await made.lamp(...words, ...back)).toMatchObject({ code: 0 });
      const [end, start, way] = back.length === 0 ? [AFTER, BEFORE, ["--undo"]] : [BEFORE, AFTER, []];
      expect(await states()).toBe(end);
      if (index === at.length - 1) continue;
      expect(await made.lamp(...words, ...way)).toMatchObject({ code: 0 });
      expect(await states()).toBe(start);
    }
  }
});
