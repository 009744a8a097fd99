// Every service refuses, through the SDK, what a role was not allowed, in AWS's words; and lets it do what it was.
import { CloudWatchLogsClient, CreateLogGroupCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccessBench, openAccessBench, SESSION, type Signing } from "./access-bench.ts";

const R = "us-east-1:000000000000";
const Key = { pk: { S: "a" } };
const ROLE = "arn:aws:iam::000000000000:role/job";
let bench: AccessBench;
let clients: ReturnType<typeof clientsOf>;
let owners: ReturnType<typeof clientsOf>;

function clientsOf(signing: Signing) {
  return {
    s3: new S3Client(signing),
    dynamodb: new DynamoDBClient(signing),
    sqs: new SQSClient(signing),
    logs: new CloudWatchLogsClient(signing),
    events: new EventBridgeClient(signing),
    scheduler: new SchedulerClient(signing),
    lambda: new LambdaClient(signing),
    iam: new IAMClient(signing),
    sts: new STSClient(signing),
  };
}

beforeAll(async () => {
  bench = await openAccessBench({ fire: false });
  [clients, owners] = [clientsOf(bench.role), clientsOf(bench.owner)];
  await owners.s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  await owners.sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  await owners.logs.send(new CreateLogGroupCommand({ logGroupName: "g" }));
  await owners.dynamodb.send(
    new CreateTableCommand({
      TableName: "tab",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
});
afterAll(async () => {
  for (const client of [...Object.values(clients), ...Object.values(owners)]) client.destroy();
  await bench.close();
});

const schedule = {
  Name: "s",
  ScheduleExpression: "rate(1 hour)",
  FlexibleTimeWindow: { Mode: "OFF" },
  Target: { Arn: `arn:aws:sqs:${R}:q`, RoleArn: ROLE },
} as const;
const ZipFile = zipSync({ "index.mjs": strToU8("export const handler = () => 1;") });
const made = {
  FunctionName: "f",
  Role: ROLE,
  Runtime: "nodejs24.x",
  Handler: "index.handler",
  Code: { ZipFile },
} as const;

interface Denied {
  readonly code: string;
  readonly status: number;
  /** The first action demanded, as the message writes it. */
  readonly action: string;
  readonly on: string;
  readonly send: () => Promise<unknown>;
  readonly also?: readonly object[];
}

const DENIED: Readonly<Record<string, Denied>> = {
  S3: {
    ...{ code: "AccessDenied", status: 403, action: "s3:PutObject", on: 'on resource: "arn:aws:s3:::reports/2027/a" ' },
    send: () => clients.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "2027/a", Body: "x" })),
  },
  "S3 without a resource": {
    ...{ code: "AccessDenied", status: 403, action: "s3:ListAllMyBuckets", on: "" },
    send: () => clients.s3.send(new ListBucketsCommand({})),
  },
  DynamoDB: {
    ...{ code: "AccessDeniedException", status: 400, action: "dynamodb:GetItem" },
    on: `on resource: arn:aws:dynamodb:${R}:table/tab `,
    send: () => clients.dynamodb.send(new GetItemCommand({ TableName: "tab", Key })),
  },
  SQS: {
    ...{ code: "AccessDenied", status: 403, action: "sqs:sendmessage", on: `on resource: arn:aws:sqs:${R}:q ` },
    send: () =>
      clients.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: `${bench.engine.endpoint}/000000000000/q`,
          Entries: [{ Id: "a", MessageBody: "x" }],
        }),
      ),
  },
  "CloudWatch Logs": {
    ...{ code: "AccessDeniedException", status: 400, action: "logs:PutLogEvents" },
    on: `on resource: arn:aws:logs:${R}:log-group:g:log-stream:s `,
    send: () =>
      clients.logs
        .send(
          new PutLogEventsCommand({
            logGroupName: "g",
            logStreamName: "s",
            logEvents: [{ timestamp: bench.engine.clock.now(), message: "x" }],
          }),
        )
        .catch((error) => {
          if (error.name !== "ResourceNotFoundException") throw error;
        }),
  },
  EventBridge: {
    ...{ code: "AccessDeniedException", status: 400, action: "events:PutEvents" },
    on: `on resource: arn:aws:events:${R}:event-bus/default `,
    send: () =>
      clients.events.send(new PutEventsCommand({ Entries: [{ Source: "ops", DetailType: "d", Detail: "{}" }] })),
  },
  Scheduler: {
    ...{ code: "AccessDeniedException", status: 403, action: "scheduler:GetSchedule" },
    on: `on resource: arn:aws:scheduler:${R}:schedule/default/none `,
    send: () =>
      clients.scheduler.send(new GetScheduleCommand({ Name: "none" })).catch((error) => {
        if (error.name !== "ResourceNotFoundException") throw error;
      }),
  },
  "a role passed to the Scheduler": {
    ...{ code: "AccessDeniedException", status: 403, action: "iam:PassRole", on: `on resource: ${ROLE} ` },
    also: [{ Effect: "Allow", Action: "scheduler:CreateSchedule", Resource: "*" }],
    send: () => clients.scheduler.send(new CreateScheduleCommand(schedule)),
  },
  "a role passed to Lambda": {
    ...{ code: "AccessDeniedException", status: 403, action: "iam:PassRole", on: `on resource: ${ROLE} ` },
    also: [{ Effect: "Allow", Action: "lambda:CreateFunction", Resource: "*" }],
    send: () => clients.lambda.send(new CreateFunctionCommand(made)),
  },
  Lambda: {
    ...{ code: "AccessDeniedException", status: 403, action: "lambda:InvokeFunction" },
    on: `on resource: arn:aws:lambda:${R}:function:none:live `,
    send: () =>
      clients.lambda.send(new InvokeCommand({ FunctionName: "none", Qualifier: "live" })).catch((error) => {
        if (error.name !== "ResourceNotFoundException") throw error;
      }),
  },
  IAM: {
    ...{ code: "AccessDenied", status: 403, action: "iam:GetRole", on: `on resource: ${ROLE} ` },
    send: () => clients.iam.send(new GetRoleCommand({ RoleName: "job" })),
  },
  STS: {
    ...{ code: "AccessDenied", status: 403, action: "sts:AssumeRole", on: `on resource: ${ROLE} ` },
    send: () => clients.sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "again" })),
  },
};

const properCase = (action: string) => action.replace("sqs:sendmessage", "sqs:SendMessage");

describe.each(Object.entries(DENIED))("%s", (_service, { code, status, action, on, send, also = [] }) => {
  test("does not do what the role was not allowed, and says what that is", async () => {
    await bench.allow(...also, { Effect: "Allow", Action: "none:Nothing", Resource: "*" });
    await expect(send()).rejects.toMatchObject({
      name: code,
      message: `User: ${SESSION} is not authorized to perform: ${action} ${on}because no identity-based policy allows the ${action} action`,
      $metadata: { httpStatusCode: status },
    });
  });

  test("does not do what the role was denied, and says so", async () => {
    const everything = { Action: "*", Resource: "*" };
    await bench.allow(
      { Effect: "Allow", ...everything },
      { ...everything, Effect: "Deny", Action: properCase(action) },
    );
    await expect(send()).rejects.toMatchObject({
      name: code,
      message: `User: ${SESSION} is not authorized to perform: ${action} ${on}with an explicit deny in an identity-based policy`,
    });
  });

  test("does not refuse what it was", async () => {
    await bench.allow(...also, { Effect: "Allow", Action: properCase(action), Resource: "*" });
    await send();
  });
});

test("a session is not kept from asking who it is, nor given a token of its own", async () => {
  await bench.allow({ Effect: "Deny", Action: "*", Resource: "*" });
  expect(await clients.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: SESSION });
  await expect(clients.sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
});

test("the account's owner is refused nothing", async () => {
  await owners.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "own", Body: "x" }));
});
