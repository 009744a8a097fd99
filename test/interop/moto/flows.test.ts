// sync and all around it against moto: the real lamp on another's reading of the API. LAMP_MOTO names moto_server; .ci/run installs it.
import { DeleteRolePolicyCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { GetFunctionCommand, ListFunctionsCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { GetQueueUrlCommand, ListQueuesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HANDLER } from "./flow-files.ts";
import { ACCOUNT, type FlowWorld, flowWorld, NOTHING, steps } from "./flow-world.ts";
import { MENDS } from "./mends.ts";
import { type MotoServer, startMoto } from "./server.ts";

const GROUP = "acme-moto";
let moto: MotoServer;

beforeAll(async () => {
  moto = await startMoto(process.env["LAMP_MOTO"] ?? "moto_server", ACCOUNT);
});
afterAll(() => moto?.stop());

const scheduleOf = ({ scheduler }: FlowWorld, Name: string) =>
  scheduler.send(new GetScheduleCommand({ GroupName: GROUP, Name }));

async function nothingLeftToDo({ json }: FlowWorld): Promise<void> {
  expect((await json(0, "plan", "--exit-code")).summary).toMatchObject(NOTHING);
  expect((await json(0, "plan", "--exit-code", "--full")).summary).toMatchObject(NOTHING);
}

test("a first sync leaves nothing for the next plan to do, whatever the file says", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, way, scheduler, lambda } = world;
  const first = await json(2, "plan", "--exit-code");
  expect(first.summary).toEqual({ create: 50, update: 0, delete: 0, unchanged: 0 });
  expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  const done = await json(0, "sync");
  expect(done.actions.map(({ status }) => status)).toEqual(Array(50).fill("done"));
  way.calls();
  const none = await json(0, "plan", "--exit-code");
  expect(none).toMatchObject({ actions: [], summary: { ...NOTHING, unchanged: 50 }, drift: [], orphans: [] });
  expect(none.apiCalls).toBe(way.calls());
  expect(none.apiCalls).toBeLessThanOrEqual(8);
  expect((await json(0, "plan", "--full", "--exit-code")).summary).toEqual({ ...NOTHING, unchanged: 50 });
  expect((await json(0, "sync")).actions).toEqual([]);
  expect((await lamp(0, "verify")).out).toContain("Verify OK!");

  expect(await scheduleOf(world, "daily-report")).toMatchObject({
    Description: "Yesterday as one page",
    ScheduleExpression: "cron(0 6 ? * MON-FRI *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    Target: {
      Arn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:acme-moto-report:live`,
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/acme-moto-scheduler`,
      DeadLetterConfig: { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:acme-moto-undelivered` },
      RetryPolicy: { MaximumRetryAttempts: 5, MaximumEventAgeInSeconds: 7_200 },
    },
  });
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: "acme-moto-once" }));
  expect(Configuration).toMatchObject({ Runtime: "nodejs22.x", MemorySize: 512, Timeout: 900 });
});

test("no edit of a schedule, an input, code, a variable, memory or a parameter is lost, nor anything else changed", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, edit, made, ssm, lambda } = world;
  await json(0, "sync");
  edit({
    '"0 6 * * 1-5"': '"15 6 * * 1-5"',
    "acme-reports, parts": "other-reports, parts",
    "LEVEL: debug": "LEVEL: info",
    "memory: 512": "memory: 768",
    "window: 15m": "window: 20m",
    "attempts: 5, maxAge: 2h": "attempts: 4, maxAge: 3h",
    "attempts: 1, maxAge: 1h": "attempts: 0, maxAge: 2h",
    "attempts: 0, maxAge: 30m": "attempts: 1, maxAge: 40m",
    "enabled: false": "enabled: true",
    "start: 2036-03-01T09:00:00Z": "start: 2036-03-02T09:00:00Z",
    "arn:aws:s3:::acme-reports/*": "arn:aws:s3:::other-reports/*",
  });
  made.write("jobs/once.ts", HANDLER("twice"));
  await ssm.send(new PutParameterCommand({ Name: "/acme/token", Value: "second-token", Overwrite: true }));
  const planned = await json(2, "plan", "--exit-code");
  expect(steps(planned)).toEqual([
    "update function acme-moto-once: codeSha256, memoryMb",
    "update function acme-moto-report: environment.LEVEL, environment.TOKEN",
    "update invoke-config acme-moto-report:live: attempts, maxAgeSeconds",
    "update retry-settings billing:$LATEST: attempts, maxAgeSeconds",
    "update role acme-moto-report: policy",
    "update schedule daily-report: attempts, expression, input, maxAgeSeconds",
    "update schedule hourly-cleanup: windowMinutes",
    "update schedule quiet: enabled",
    "update schedule spring: startAt",
    "update schedule their-function: input",
  ]);
  expect(JSON.stringify(planned)).not.toMatch(/(first|second)-token/);
  await json(0, "sync");
  await nothingLeftToDo(world);
  expect((await lamp(0, "verify")).out).toContain("Verify OK!");
  const live = { FunctionName: "acme-moto-report", Qualifier: "live" };
  const { Configuration } = await lambda.send(new GetFunctionCommand(live));
  expect(Configuration?.Environment?.Variables).toMatchObject({ LEVEL: "info", TOKEN: "second-token" });
});

test("what was changed or deleted behind the file's back neither goes unseen nor stays", async () => {
  const world = await flowWorld(moto);
  const { json, scheduler, iam, sqs, lambda } = world;
  await json(0, "sync");
  const {
    ScheduleExpression: _,
    CreationDate: __,
    LastModificationDate: ___,
    Arn: ____,
    ...rest
  } = await scheduleOf(world, "hourly-cleanup");
  const changed = { ...rest, ScheduleExpression: "rate(3 minutes)" } as UpdateScheduleCommand["input"];
  await scheduler.send(new UpdateScheduleCommand(changed));
  await scheduler.send(new DeleteScheduleCommand({ GroupName: GROUP, Name: "once" }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName: "acme-moto-report", PolicyName: "lamplighter" }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "acme-moto-failed" }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: "3600" } }));
  await lambda.send(
    new UpdateAliasCommand({ FunctionName: "acme-moto-sums", Name: "live", FunctionVersion: "$LATEST" }),
  );
  const seen = await json(2, "plan", "--exit-code");
  expect(steps(seen)).toEqual([
    "create schedule once",
    "update queue acme-moto-failed: retentionSeconds",
    "update role acme-moto-report: policy",
    "update schedule hourly-cleanup: expression",
  ]);
  expect(seen.drift.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
    "queue acme-moto-failed",
    "role acme-moto-report",
    "schedule hourly-cleanup",
    "schedule once",
  ]);
  await json(0, "sync");
  await nothingLeftToDo(world);
});

test("prune deletes neither unasked, nor what is not ours, nor what holds data", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, edit, scheduler, iam } = world;
  await json(0, "sync");
  await scheduler.send(new CreateScheduleGroupCommand({ Name: "acme-moto-2" }));
  const theirs = {
    ...{ Name: "theirs", GroupName: "acme-moto-2", ScheduleExpression: "rate(1 hour)" },
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: "arn:aws:sqs:us-east-1:1:q", RoleArn: `arn:aws:iam::${ACCOUNT}:role/theirs` },
  };
  await scheduler.send(new CreateScheduleCommand(theirs));
  edit({ '  in-python:\n    schedule: "@daily"\n    handler: sums/sums.py\n': "" });
  const kept = await json(0, "sync");
  expect(kept.actions.filter(({ action }) => action !== "keep")).toEqual([]);
  expect(kept.orphans.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "function acme-moto-sums",
    "invoke-config acme-moto-sums:live",
    "log-group /aws/lambda/acme-moto-sums",
    "role acme-moto-sums",
    "schedule in-python",
  ]);
  expect(await scheduleOf(world, "in-python")).toMatchObject({ State: "ENABLED" });
  const asked = await lamp(1, "sync", "--prune");
  expect(asked.err).toContain("Nothing was done");
  const pruned = await json(0, "sync", "--prune", "--yes");
  expect(steps(pruned)).toEqual([
    "delete function acme-moto-sums",
    "delete invoke-config acme-moto-sums:live",
    "delete role acme-moto-sums",
    "delete schedule in-python",
    "keep log-group /aws/lambda/acme-moto-sums",
    "update role acme-moto-scheduler: policy",
  ]);
  await nothingLeftToDo(world);
  expect((await scheduler.send(new GetScheduleCommand({ GroupName: "acme-moto-2", Name: "theirs" }))).Name).toBe(
    "theirs",
  );
  await expect(iam.send(new GetRoleCommand({ RoleName: "acme-moto-sums" }))).rejects.toThrow("sums");
});

test("a pause is neither lost to a sync nor to an edit of the job, and resume brings back what the file says", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, edit } = world;
  await json(0, "sync");
  await lamp(0, "pause", "by-name", "--reason", "the database moves");
  expect(await scheduleOf(world, "by-name.weekdays")).toMatchObject({ State: "DISABLED" });
  edit({ "cron(30 2 ? * MON-FRI *)": "cron(45 2 ? * MON-FRI *)" });
  const planned = await json(2, "plan", "--exit-code");
  expect(steps(planned)).toEqual(["update schedule by-name.weekdays: expression"]);
  expect(planned.held).toHaveLength(2);
  await json(0, "sync");
  const paused = await scheduleOf(world, "by-name.weekdays");
  expect(paused).toMatchObject({ State: "DISABLED", ScheduleExpression: "cron(45 2 ? * MON-FRI *)" });
  await lamp(0, "resume", "by-name");
  expect(await scheduleOf(world, "by-name.weekend")).toMatchObject({ State: "ENABLED" });
  await nothingLeftToDo(world);
});

test("a rollback does not go unseen by the next plan, nor survive the next sync", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, made } = world;
  await json(0, "sync");
  made.write("jobs/report.ts", HANDLER("worse"));
  await json(0, "sync");
  expect((await json(0, "plan", "--exit-code")).summary).toMatchObject(NOTHING);
  const back = await json<{ from: number; to: number }>(0, "rollback", "daily-report");
  expect(back).toMatchObject({ from: 2, to: 1 });
  expect(steps(await json(2, "plan", "--exit-code"))).toEqual(["update function acme-moto-report: codeSha256"]);
  await json(0, "sync");
  await nothingLeftToDo(world);
  await lamp(1, "rollback", "their-function");
});

test("a saved plan is not applied to another state, and a renamed job has no gap", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, edit, scheduler } = world;
  await json(0, "sync");
  edit({ "  hourly-cleanup:\n": "  cleanup-hourly:\n    was: hourly-cleanup\n" });
  await lamp(0, "plan", "--out", "rename.plan");
  await scheduler.send(new DeleteScheduleCommand({ GroupName: GROUP, Name: "once" }));
  expect((await lamp(1, "sync", "rename.plan")).err).toContain("Nothing was done");
  await lamp(0, "plan", "--out", "rename.plan");
  const renamed = await json(0, "sync", "rename.plan");
  expect(steps(renamed)).toEqual([
    "create schedule cleanup-hourly",
    "create schedule once",
    "delete schedule hourly-cleanup",
    "update function acme-moto-cleanup: description",
    "update role acme-moto-cleanup: policy",
  ]);
  await nothingLeftToDo(world);
});

test("destroy leaves nothing of ours, and takes nothing of anybody else", async () => {
  const world = await flowWorld(moto);
  const { json, lamp, scheduler, lambda, sqs, iam } = world;
  await json(0, "sync");
  expect((await lamp(1, "destroy")).err).toContain("Nothing was done");
  const gone = await json(0, "destroy", "--yes");
  expect(gone.actions.filter(({ status }) => status !== "done")).toEqual([]);
  const { ScheduleGroups = [] } = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(["default"]);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(["billing"]);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  expect(QueueUrls.map((url) => url.split("/").at(-1))).toEqual(["their-letters"]);
  expect((await iam.send(new GetRoleCommand({ RoleName: "theirs" }))).Role?.RoleName).toBe("theirs");
  expect((await json(0, "destroy", "--yes")).actions).toEqual([]);
  // The retries of a function that is not ours stay as they were set.
  expect((await json(2, "plan", "--exit-code")).summary).toEqual({ create: 49, update: 0, delete: 0, unchanged: 1 });
});

test("no difference is made up for that is not there, and none without the page that decides", async () => {
  const { json, edit, way } = await flowWorld(moto);
  await json(0, "sync");
  edit({ "attempts: 0, maxAge: 30m": "attempts: 1, maxAge: 40m" });
  await json(0, "sync");
  expect([...way.mended].sort()).toEqual(MENDS.map(({ name }) => name));
  expect(MENDS.filter(({ page }) => !/^[\w/-]+\.html$/.test(page))).toEqual([]);
});
