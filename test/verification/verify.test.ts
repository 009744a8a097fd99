// Each thing that a job rests on is broken in the cloud in turn: verification names that, with a fix, and nothing else.

import { DeleteRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DeleteAliasCommand, DeleteFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { DeleteScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { Clients } from "../../src/aws/clients.ts";
import { inspect } from "../../src/aws/inspect/inspect.ts";
import { systemClock } from "../../src/core/clock.ts";
import { functionPolicy, functionTrust, schedulerPolicy, schedulerTrust } from "../../src/desired/policies.ts";
import type { Resource } from "../../src/desired/resource.ts";
import { flatten } from "../../src/verification/check.ts";
import { verify } from "../../src/verification/verify.ts";
import { createAll, EVERYTHING, engineCloud, FUNCTION, SCHEDULE, sorted } from "../aws/engine-cloud.ts";

const PLACE = { partition: "aws", region: "us-east-1", account: "000000000000" };
const QUEUE = SCHEDULE.deadLetterArn ?? "";
const NAMES = {
  logGroup: FUNCTION.logGroup,
  table: "acme-test-ledger",
  failedQueue: QUEUE,
  self: undefined,
  jobs: ["report"],
};
const SCHEDULER_POLICY = schedulerPolicy([SCHEDULE.targetArn], [QUEUE], "");
const WANTED = sorted(
  EVERYTHING.map((one): Resource => {
    if (one.kind !== "role") return one;
    return one.name.endsWith("scheduler")
      ? { ...one, trust: schedulerTrust(PLACE, "acme-test"), policy: SCHEDULER_POLICY }
      : { ...one, trust: functionTrust(), policy: functionPolicy(PLACE, NAMES, []) };
  }),
);
const SCHEDULER = "acme-test-scheduler";
const WORKER = "acme-test-report";
const NOW = Date.UTC(2029, 0, 1);

async function findings(clients: Clients, result: string): Promise<string[]> {
  const roots = verify(WANTED, PLACE, await inspect(clients, systemClock, WANTED, PLACE), NOW);
  const checks = flatten(roots).filter((check) => check.result === result);
  for (const { fix, detail } of checks) if (result !== "OK") expect(result === "NG" ? fix : detail).toBeTruthy();
  return checks.map(({ kind, name, check }) => `${kind} ${name.slice(name.lastIndexOf(":") + 1)}: ${check}`);
}

async function synced(): Promise<Clients> {
  const { cloud, clients } = await engineCloud();
  const order = new Map(EVERYTHING.map(({ kind }, index) => [kind, index]));
  await createAll(
    cloud,
    [...WANTED].sort((a, b) => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0)),
  );
  return clients;
}

const trustOf = (document: unknown, RoleName: string) => async (clients: Clients) =>
  (await clients.iam()).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(document) }));
const policyOf = (document: unknown, RoleName: string) => async (clients: Clients) =>
  (await clients.iam()).send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "more", PolicyDocument: JSON.stringify(document) }),
  );
const statement = (Effect: string, Action: string, Resource: string, Condition?: unknown) => ({
  Version: "2012-10-17",
  Statement: { Effect, Action, Resource, Condition },
});

test("nothing that sync made is found wrong, and everything is looked at", async () => {
  const clients = await synced();
  expect(await findings(clients, "NG")).toEqual([]);
  expect(await findings(clients, "SKIP")).toEqual([]);
  expect((await findings(clients, "OK")).length).toBeGreaterThan(25);
});

const invoke = `lambda:InvokeFunction on ${SCHEDULE.targetArn}`;
const send = `sqs:SendMessage on ${QUEUE}`;

test.each<[what: string, spoil: (clients: Clients) => Promise<unknown>, found: string[]]>([
  [
    "a trust bound to nobody",
    trustOf(
      {
        ...schedulerTrust(PLACE, "acme-test"),
        Statement: [{ ...schedulerTrust(PLACE, "acme-test").Statement[0], Condition: undefined }],
      },
      SCHEDULER,
    ),
    [`role ${SCHEDULER}: trusted for scheduler.amazonaws.com`],
  ],
  [
    "a trust bound to another group",
    trustOf(schedulerTrust(PLACE, "other"), SCHEDULER),
    [`role ${SCHEDULER}: trusted for scheduler.amazonaws.com`],
  ],
  [
    "a trust of another service",
    trustOf(schedulerTrust(PLACE, "acme-test"), WORKER),
    [`role ${WORKER}: trusted for lambda.amazonaws.com`],
  ],
  [
    "a role without its policy",
    async (clients) =>
      (await clients.iam()).send(new DeleteRolePolicyCommand({ RoleName: SCHEDULER, PolicyName: "lamplighter" })),
    [`schedule report: ${invoke}`, `schedule report: ${send}`],
  ],
  ["a Deny by wildcard", policyOf(statement("Deny", "lambda:Invoke*", "*"), SCHEDULER), [`schedule report: ${invoke}`]],
  [
    "a Deny in an attached policy",
    async (clients) => {
      const iam = await clients.iam();
      const PolicyDocument = JSON.stringify(statement("Deny", "dynamodb:*", "*"));
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "stop", PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName: WORKER, PolicyArn: Policy?.Arn }));
    },
    ["GetItem", "PutItem", "UpdateItem"].map(
      (action) =>
        `role ${WORKER}: dynamodb:${action} on arn:aws:dynamodb:us-east-1:000000000000:table/acme-test-ledger`,
    ),
  ],
  [
    "a queue that forgets early",
    async (clients) => {
      const QueueUrl = QUEUE.split(":").slice(4).join("/");
      const sqs = await clients.sqs();
      const at = String(await sqs.config.endpoint?.().then(({ hostname, port }) => `http://${hostname}:${port}`));
      await sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: `${at}/${QueueUrl}`,
          Attributes: { MessageRetentionPeriod: "345600" },
        }),
      );
    },
    ["queue acme-test-undelivered: retention"],
  ],
  [
    "a function without its alias",
    async (clients) => (await clients.lambda()).send(new DeleteAliasCommand({ FunctionName: WORKER, Name: "live" })),
    ["invoke-config live: exists", "function live: exists"],
  ],
  [
    "events that fail and go nowhere",
    async (clients) =>
      (await clients.lambda()).send(
        new DeleteFunctionEventInvokeConfigCommand({ FunctionName: WORKER, Qualifier: "live" }),
      ),
    ["invoke-config live: exists"],
  ],
  [
    "logs for ever",
    async (clients) =>
      (await clients.logs()).send(new DeleteRetentionPolicyCommand({ logGroupName: FUNCTION.logGroup })),
    [`log-group ${FUNCTION.logGroup}: retention`],
  ],
  [
    "no schedule",
    async (clients) =>
      (await clients.scheduler()).send(new DeleteScheduleCommand({ Name: "report", GroupName: "acme-test" })),
    ["schedule report: exists"],
  ],
  [
    "a schedule that is over, without dead letters",
    (clients) => replaceSchedule(clients),
    ["schedule report: next due", "schedule report: dead-letter queue"],
  ],
])("does not overlook %s", async (_what, spoil, found) => {
  const clients = await synced();
  await spoil(clients);
  expect(new Set(await findings(clients, "NG"))).toEqual(new Set(found));
});

async function replaceSchedule(clients: Clients) {
  const { name: Name, group: GroupName, targetArn: Arn, roleArn: RoleArn } = SCHEDULE;
  const Target = { Arn, RoleArn };
  const rest = { FlexibleTimeWindow: { Mode: "OFF" as const }, ScheduleExpression: "cron(0 6 1 1 ? 2027)" };
  return (await clients.scheduler()).send(new UpdateScheduleCommand({ Name, GroupName, Target, ...rest }));
}

test("a condition that only the call can answer is not said to be right, nor wrong", async () => {
  const clients = await synced();
  const condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  await policyOf(statement("Deny", "sqs:SendMessage", "*", condition), SCHEDULER)(clients);
  expect(await findings(clients, "NG")).toEqual([]);
  expect(await findings(clients, "SKIP")).toEqual([`schedule report: ${send}`]);
});

test("many schedules do not make the walk slow: what they share is judged once", () => {
  const many = Array.from({ length: 5_000 }, (_, index) => ({ ...SCHEDULE, name: `report-${index}` }));
  const desired = sorted([...WANTED.filter(({ kind }) => kind !== "schedule"), ...many]);
  const nothing = { roles: new Map(), queues: new Map(), functions: new Map(), resources: new Map() };
  const roots = verify(desired, PLACE, nothing, NOW);
  const children = roots.filter(({ kind }) => kind === "schedule").map((root) => root.children[1]);
  expect(children).toHaveLength(5_000);
  expect(new Set(children).size).toBe(1);
});
