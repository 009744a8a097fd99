// What operations demand of their callers: nothing is free that AWS asks a permission for, and none asks for another.
import { afterAll, describe, expect, test } from "vitest";
import { silentLog } from "../../../src/core/log.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import type { Demand } from "../../../src/engine/access/demand.ts";
import { createServices } from "../../../src/engine/services.ts";
import { Store } from "../../../src/engine/store.ts";

const place = { account: "000000000000", region: "us-east-1" };
const store = Store.open(":memory:");
const context = { ...place, store, clock: new VirtualClock(0), random: systemRandom, origin: () => "" };
const services = createServices(context, {
  log: silentLog,
  directory: ":memory:",
  bootstrapPath: undefined,
  limits: undefined,
  enforcePermissions: true,
});
afterAll(async () => {
  await services.close();
  store.close();
});
const R = "us-east-1:000000000000";
const table = `arn:aws:dynamodb:${R}:table/ledger`;
const queue = `arn:aws:sqs:${R}:q`;
const schedule = `arn:aws:scheduler:${R}:schedule/ops/s`;
const group = `arn:aws:scheduler:${R}:schedule-group/ops`;
const role = "arn:aws:iam::000000000000:role/r";
const Target = { Arn: queue, RoleArn: role };
const QueueUrl = "http://127.0.0.1:4700/000000000000/q";

function demandsOf(serviceName: string, operation: string, input: object): readonly Demand[] {
  const service = services.all.find(({ name }) => name === serviceName);
  const demands = service?.access[operation]?.(input, { region: "us-east-1" }) ?? [];
  return Array.isArray(demands) ? demands : [demands as Demand];
}

test("no operation is without a rule, and no rule without its operation", () => {
  for (const { name, operations, access } of services.all) {
    expect([name, Object.keys(access).sort()]).toEqual([name, Object.keys(operations).sort()]);
  }
});

test("no operation is free but those that AWS lets everybody call, or that weigh each part themselves", () => {
  const free = ["s3 DeleteObjects", "sts AssumeRole", "sts GetCallerIdentity", "sts GetSessionToken"];
  const found = services.all.flatMap(({ name, access }) =>
    Object.entries(access).flatMap(([operation, rule]) =>
      /=> \[\]/.test(String(rule)) ? [`${name} ${operation}`] : [],
    ),
  );
  expect(found.sort()).toEqual(free);
});

describe("an operation does not demand other than", () => {
  test.each<[string, string, object, string[]]>([
    ["s3", "ListObjectsV2", { Bucket: "b", Prefix: "p/" }, ["s3:ListBucket arn:aws:s3:::b"]],
    ["s3", "HeadBucket", { Bucket: "b" }, ["s3:ListBucket arn:aws:s3:::b"]],
    ["s3", "HeadObject", { Bucket: "b", Key: "a/ä b" }, ["s3:GetObject arn:aws:s3:::b/a/ä b"]],
    ["s3", "CompleteMultipartUpload", { Bucket: "b", Key: "k" }, ["s3:PutObject arn:aws:s3:::b/k"]],
    [
      "s3",
      "PutObject",
      { Bucket: "b", Key: "k", Tagging: "a=1" },
      ["s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectTagging arn:aws:s3:::b/k"],
    ],
    [
      "s3",
      "CopyObject",
      { Bucket: "to", Key: "k", CopySource: "from/a%20b" },
      ["s3:GetObject arn:aws:s3:::from/a b", "s3:PutObject arn:aws:s3:::to/k"],
    ],
    ["dynamodb", "Query", { TableName: "ledger", IndexName: "recent" }, [`dynamodb:Query ${table}/index/recent`]],
    ["dynamodb", "Scan", { TableName: table }, [`dynamodb:Scan ${table}`]],
    [
      "dynamodb",
      "TransactWriteItems",
      {
        TransactItems: [
          { Put: { TableName: "ledger", Item: {} } },
          { Update: { TableName: "ledger", Key: {} } },
          { ConditionCheck: { TableName: "other", Key: {} } },
          { Put: { TableName: "ledger", Item: {} } },
          { Delete: { TableName: "ledger", Key: {} } },
        ],
      },
      [
        `dynamodb:PutItem ${table}`,
        `dynamodb:UpdateItem ${table}`,
        `dynamodb:ConditionCheckItem arn:aws:dynamodb:${R}:table/other`,
        `dynamodb:DeleteItem ${table}`,
      ],
    ],
    [
      "dynamodb",
      "TransactGetItems",
      { TransactItems: [{ Get: { TableName: "ledger", Key: {} } }] },
      [`dynamodb:GetItem ${table}`],
    ],
    [
      "dynamodb",
      "BatchWriteItem",
      { RequestItems: { ledger: [], other: [] } },
      [`dynamodb:BatchWriteItem ${table}`, `dynamodb:BatchWriteItem arn:aws:dynamodb:${R}:table/other`],
    ],
    ["sqs", "SendMessageBatch", { QueueUrl }, [`sqs:SendMessage ${queue}`]],
    ["sqs", "DeleteMessageBatch", { QueueUrl }, [`sqs:DeleteMessage ${queue}`]],
    ["sqs", "CreateQueue", { QueueName: "q", tags: { a: "1" } }, [`sqs:CreateQueue ${queue}`, `sqs:TagQueue ${queue}`]],
    [
      "logs",
      "CreateLogGroup",
      { logGroupName: "g" },
      [`logs:CreateLogGroup arn:aws:logs:${R}:log-group:g:log-stream:`],
    ],
    [
      "logs",
      "GetLogEvents",
      { logGroupName: "g", logStreamName: "s" },
      [`logs:GetLogEvents arn:aws:logs:${R}:log-group:g:log-stream:s`],
    ],
    [
      "scheduler",
      "CreateSchedule",
      { Name: "s", GroupName: "ops", Target },
      [`scheduler:CreateSchedule ${schedule}`, `iam:PassRole ${role}`],
    ],
    [
      "scheduler",
      "UpdateSchedule",
      { Name: "s", GroupName: "ops", Target },
      [`scheduler:UpdateSchedule ${schedule}`, `iam:PassRole ${role}`],
    ],
    [
      "scheduler",
      "DeleteScheduleGroup",
      { Name: "ops" },
      [`scheduler:DeleteScheduleGroup ${group}`, `scheduler:DeleteSchedule arn:aws:scheduler:${R}:schedule/ops/*`],
    ],
    ["lambda", "Invoke", { FunctionName: "f:live" }, [`lambda:InvokeFunction arn:aws:lambda:${R}:function:f:live`]],
    ["lambda", "Invoke", { FunctionName: "f" }, [`lambda:InvokeFunction arn:aws:lambda:${R}:function:f`]],
    [
      "lambda",
      "UpdateFunctionConfiguration",
      { FunctionName: "f", Role: role },
      [`lambda:UpdateFunctionConfiguration arn:aws:lambda:${R}:function:f`, `iam:PassRole ${role}`],
    ],
    [
      "lambda",
      "UpdateFunctionCode",
      { FunctionName: "f", S3Bucket: "b", S3Key: "k" },
      [`lambda:UpdateFunctionCode arn:aws:lambda:${R}:function:f`, "s3:GetObject arn:aws:s3:::b/k"],
    ],
    [
      "events",
      "PutTargets",
      { Rule: "r", Targets: [Target] },
      [`events:PutTargets arn:aws:events:${R}:rule/r`, `iam:PassRole ${role}`],
    ],
    [
      "events",
      "PutEvents",
      { Entries: [{}, { EventBusName: "aside" }, {}] },
      [
        `events:PutEvents arn:aws:events:${R}:event-bus/default`,
        `events:PutEvents arn:aws:events:${R}:event-bus/aside`,
      ],
    ],
    ["iam", "AttachRolePolicy", { RoleName: "r", PolicyArn: "arn:x" }, [`iam:AttachRolePolicy ${role}`]],
  ])("%s %s %j", (service, operation, input, expected) => {
    expect(demandsOf(service, operation, input).map(({ action, resource }) => `${action} ${resource}`)).toEqual(
      expected,
    );
  });
});
