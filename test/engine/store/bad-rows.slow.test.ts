// A row that cannot be read, however it came to be so, ends no engine and holds up nothing but what it is about (P17).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
} from "@aws-sdk/client-scheduler";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFunctionRole } from "../function-role.ts";
import { credentials, role, zipOf } from "../lambda/bench-of-functions.ts";
import {
  prepare,
  queueArn,
  ROLE,
  type SchedulerEngine,
  startSchedulerEngine,
  statement,
} from "../scheduler/scheduler-engine.ts";

let directory = "";
let it: SchedulerEngine;
let events: EventBridgeClient;
let lambda: LambdaClient;
let warnings: string[] = [];

async function open(at: string): Promise<void> {
  const log = { info() {}, warn: (message: string) => void warnings.push(message) };
  it = await startSchedulerEngine(at, { directory, log });
  const place = { endpoint: it.engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  [events, lambda] = [new EventBridgeClient(place), new LambdaClient(place)];
}
async function close(): Promise<void> {
  for (const client of [events, lambda]) client.destroy();
  await it.close();
}

const schedule = (Name: string, more: object = {}) =>
  it.client.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: "cron(* * * * ? *)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: queueArn("fired"), RoleArn: ROLE, Input: Name },
      ...more,
    }),
  );
const rule = async (Name: string, trigger: object) => {
  await events.send(new PutRuleCommand({ Name, ...trigger }));
  const Targets = [{ Id: "t", Arn: queueArn("ruled"), Input: JSON.stringify(Name) }];
  await events.send(new PutTargetsCommand({ Rule: Name, Targets }));
};
const create = (FunctionName: string) =>
  lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Role: role, Runtime: "nodejs24.x", Handler: "index.handler" },
      Code: { ZipFile: zipOf({ "index.mjs": "export const handler = async () => 1;" }) },
    }),
  );
const run = (sql: string) => it.engine.store.run(sql);
const bodies = async (queue: string) => (await it.messages(queue)).map(({ Body = "" }) => Body).sort();

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "lamplighter-bad-rows-"));
  warnings = [];
  await open("2027-03-01T06:00:30Z");
  await prepare(it, ["fired"]);
  await makeFunctionRole(it.engine.endpoint);
  const Policy = statement({
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
  });
  await it.sqs.send(new CreateQueueCommand({ QueueName: "ruled", Attributes: { Policy } }));
});
afterEach(async () => {
  await close();
  rmSync(directory, { recursive: true, force: true });
});

test("P17 five starts on a store with bad rows: each is named, and everything else goes on", async () => {
  for (const name of ["bad", "good", "worse"]) await schedule(name);
  for (const name of ["bad", "good"]) {
    await rule(`${name}-clock`, { ScheduleExpression: "rate(1 minute)" });
    await rule(`${name}-bus`, { EventPattern: '{"source":["ops"]}' });
    await create(name);
  }
  run("UPDATE scheduler_schedules SET document = '{' WHERE name = 'bad'");
  run(
    "UPDATE scheduler_schedules SET document = json_set(document, '$.ScheduleExpression', 'cron(') WHERE name = 'worse'",
  );
  run("UPDATE events_rules SET schedule = 'rate(' WHERE name = 'bad-clock'");
  run("UPDATE events_due SET expression = 'rate(' WHERE rule = 'bad-clock'");
  run("UPDATE events_rules SET pattern = '{' WHERE name = 'bad-bus'");
  for (let start = 1; start <= 5; start++) {
    await close();
    warnings = [];
    await open(`2027-03-01T06:0${start}:30Z`);
    await events.send(new PutEventsCommand({ Entries: [{ Source: "ops", DetailType: "x", Detail: "{}" }] }));
    await it.moveTo(`2027-03-01T06:0${start + 1}:10Z`);
    expect(new Set(await bodies("fired"))).toEqual(new Set(["good"]));
    expect(new Set(await bodies("ruled"))).toEqual(new Set(['"good-bus"', '"good-clock"']));
    for (const name of [
      "The schedule bad of the group default",
      "The schedule worse",
      "The rule bad-clock",
      "The rule bad-bus",
    ]) {
      expect(
        warnings.filter((warning) => warning.includes(name)),
        name,
      ).not.toEqual([]);
    }
    // Named, and not once a second.
    expect(warnings.length).toBeLessThan(12);
  }
}, 60_000);

test("P17 a waiting delivery or event that cannot be read does not hold up those behind it", async () => {
  await create("good");
  await schedule("good");
  await rule("good-bus", { EventPattern: '{"source":["ops"]}' });
  run(`INSERT INTO scheduler_deliveries (schedule_id, execution_id, arn, target, due_at, born_at, attempt, next_at)
    VALUES (1, 'a', 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/lost', '{', 0, 0, 1, 0)`);
  run(`INSERT INTO events_undelivered (rule_arn, rule_name, target, event, born_at, attempt, next_at)
    VALUES ('arn', 'lost-rule', '{}', '{', 0, 1, 0)`);
  await lambda.send(new InvokeCommand({ FunctionName: "good", InvocationType: "Event" }));
  run("UPDATE lambda_versions SET configuration = '{' WHERE name = 'good'");
  run("UPDATE lambda_events SET running = 0, due_at = 0");
  await close();
  await open("2027-03-01T06:00:40Z");
  await events.send(new PutEventsCommand({ Entries: [{ Source: "ops", DetailType: "x", Detail: "{}" }] }));
  await it.moveTo("2027-03-01T06:05:10Z");
  expect(await bodies("fired")).toHaveLength(5);
  expect(await bodies("ruled")).toEqual(['"good-bus"']);
  for (const name of ["schedule/default/lost", "lost-rule"]) {
    expect(
      warnings.filter((warning) => warning.includes(name)),
      name,
    ).toHaveLength(1);
  }
  expect(it.engine.store.get("SELECT 1 FROM scheduler_deliveries")).toBeDefined();
});

test("P17 a schedule that cannot be read is named to who asks for it, and can be deleted, with its group too", async () => {
  await it.client.send(new CreateScheduleGroupCommand({ Name: "group" }));
  await schedule("bad");
  await schedule("good");
  await schedule("inside", { GroupName: "group" });
  run("UPDATE scheduler_schedules SET document = '{' WHERE name <> 'good'");
  const named = {
    name: "InternalServerException",
    message: expect.stringContaining("The schedule bad of the group default"),
  };
  await expect(it.client.send(new GetScheduleCommand({ Name: "bad" }))).rejects.toMatchObject(named);
  await expect(it.client.send(new ListSchedulesCommand({ GroupName: "default" }))).rejects.toMatchObject(named);
  await it.client.send(new DeleteScheduleCommand({ Name: "bad" }));
  await it.client.send(new DeleteScheduleGroupCommand({ Name: "group" }));
  await it.moveTo("2027-03-01T06:01:10Z");
  const { Schedules } = await it.client.send(new ListSchedulesCommand({}));
  expect(Schedules?.map(({ Name }) => Name)).toEqual(["good"]);
  expect(await bodies("fired")).toEqual(["good"]);
});
