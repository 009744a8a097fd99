// Universal targets: an operation of the engine under the schedule's role, checked as it would be on the wire.
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine, statement } from "./scheduler-engine.ts";

let it: SchedulerEngine;
beforeEach(async () => {
  it = await startSchedulerEngine("2027-03-01T05:59:30Z");
  await prepare(it, ["jobs", "dead"]);
});
afterEach(() => it.close());

const arnOf = (api: string) => `arn:aws:scheduler:::aws-sdk:${api}`;
const url = () => `${it.engine.endpoint}/000000000000/jobs`;

const create = (api: string, Input: string | undefined, part: object = {}) =>
  it.client.send(
    new CreateScheduleCommand({
      Name: "job",
      ScheduleExpression: "at(2027-03-01T06:00:00)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: arnOf(api), RoleArn: ROLE, Input, DeadLetterConfig: { Arn: queueArn("dead") } },
      ...part,
    }),
  );
const fire = () => it.moveTo("2027-03-01T06:00:00Z");

async function grant(Action: string, Resource = "*") {
  const PolicyDocument = statement({ Action, Resource });
  await it.iam.send(new PutRolePolicyCommand({ RoleName: "scheduler", PolicyName: "more", PolicyDocument }));
}

async function lettersOf() {
  return (await it.messages("dead")).map(({ Body, MessageAttributes = {} }) => ({
    Body,
    ...Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])),
  }));
}

test("sqs:sendMessage does not lose a member, nor a context attribute inside one", async () => {
  const MessageAttributes = { kind: { DataType: "String", StringValue: "nightly" } };
  const MessageBody = "due <aws.scheduler.scheduled-time>";
  await create("sqs:sendMessage", JSON.stringify({ QueueUrl: url(), MessageBody, MessageAttributes }));
  await fire();
  expect(await it.messages("jobs")).toMatchObject([{ Body: "due 2027-03-01T06:00:00Z", MessageAttributes }]);
  expect(await lettersOf()).toEqual([]);
});

test("an operation that makes something is not only for messages: sqs:createQueue, under the role's permission", async () => {
  await grant("sqs:CreateQueue");
  const input = { QueueName: "made", Attributes: { VisibilityTimeout: "77" } };
  await create("sqs:createQueue", JSON.stringify(input), { ActionAfterCompletion: "DELETE" });
  await fire();
  const QueueUrl = (await it.sqs.send(new GetQueueUrlCommand({ QueueName: "made" }))).QueueUrl;
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] });
  expect((await it.sqs.send(asked)).Attributes).toEqual({ VisibilityTimeout: "77" });
  await expect(it.client.send(new GetScheduleCommand({ Name: "job" }))).rejects.toThrow(/does not exist/);
});

test.each([
  ["cloudwatchlogs:createLogGroup", "logs:CreateLogGroup", { LogGroupName: "/made" }],
  [
    "dynamodb:createTable",
    "dynamodb:CreateTable",
    {
      TableName: "made",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    },
  ],
  ["s3:createBucket", "s3:CreateBucket", { Bucket: "made" }],
  [
    "iam:createRole",
    "iam:CreateRole",
    {
      RoleName: "made",
      AssumeRolePolicyDocument: statement({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
    },
  ],
  ["eventbridge:putRule", "events:PutRule", { Name: "made", ScheduleExpression: "rate(1 day)" }],
  ["eventbridge:putEvents", "events:PutEvents", { Entries: [{ Source: "app", DetailType: "made", Detail: "{}" }] }],
  ["scheduler:createScheduleGroup", "scheduler:CreateScheduleGroup", { Name: "made" }],
])("%s is not refused, and without its permission %s it is", async (api, action, input) => {
  const Input = JSON.stringify(input);
  await create(api, Input, { Name: "forbidden" });
  await fire();
  expect(await lettersOf()).toMatchObject([
    {
      ERROR_CODE: expect.stringMatching(/^AccessDenied/),
      ERROR_MESSAGE: expect.stringContaining(action),
      TARGET_ARN: arnOf(api),
      Body: Input,
    },
  ]);
  await grant(action);
  await create(api, Input, { Name: "allowed", ScheduleExpression: "at(2027-03-01T06:01:00)" });
  await it.moveTo("2027-03-01T06:01:00Z");
  expect(await lettersOf()).toEqual([]);
});

test("a permission for another resource does not count", async () => {
  await grant("sqs:CreateQueue", queueArn("other"));
  await create("sqs:createQueue", JSON.stringify({ QueueName: "made" }));
  await fire();
  expect(await lettersOf()).toMatchObject([{ ERROR_CODE: "AccessDenied", RETRY_ATTEMPTS: "0" }]);
});

test.each([
  [
    "a queue that is missing",
    "sqs:sendMessage",
    () => ({ QueueUrl: `${url()}-gone`, MessageBody: "x" }),
    "QueueDoesNotExist",
    /does not exist/,
  ],
  ["a required member left out", "sqs:sendMessage", () => ({ QueueUrl: url() }), "MissingParameter", /MessageBody/],
  [
    "a member of another service",
    "sqs:sendMessage",
    () => ({ QueueUrl: url(), MessageBody: "x", Subject: "y" }),
    "ValidationException",
    /^Unknown parameter "Subject": it takes QueueUrl, MessageBody,/,
  ],
  [
    "a member in small letters",
    "cloudwatchlogs:createLogGroup",
    () => ({ logGroupName: "/made" }),
    "ValidationException",
    /^Unknown parameter "logGroupName": it takes LogGroupName,/,
  ],
  [
    "a wrong type",
    "sqs:sendMessage",
    () => ({ QueueUrl: url(), MessageBody: 5 }),
    "SerializationException",
    /NUMBER_VALUE can not be converted to a String/,
  ],
  ["no object", "sqs:sendMessage", () => "text", "SerializationException", /must be a JSON object/],
  [
    "a payload that is no text",
    "lambda:invoke",
    () => ({ FunctionName: "f", Payload: {} }),
    "SerializationException",
    /can not be converted to a Blob/,
  ],
  [
    "a function that is missing",
    "lambda:invoke",
    () => ({ FunctionName: "f", InvocationType: "Event", Payload: "{}" }),
    "ResourceNotFoundException",
    /f/,
  ],
])(
  "%s does not show before the schedule fires, and then in the dead letter",
  async (_what, api, input, code, message) => {
    const Input = JSON.stringify(input());
    await create(api, Input);
    await fire();
    expect(await lettersOf()).toEqual([
      {
        Body: Input,
        ERROR_CODE: code,
        ERROR_MESSAGE: expect.stringMatching(message),
        EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
        IS_PAYLOAD_TRUNCATED: "false",
        RETRY_ATTEMPTS: "0",
        SCHEDULED_TIME: "2027-03-01T06:00:00Z",
        SCHEDULE_ARN: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/job",
        TARGET_ARN: arnOf(api),
      },
    ]);
  },
);

test("text that is no JSON is not refused before it fires either", async () => {
  await create("sqs:sendMessage", "not JSON");
  await create("sqs:purgeQueue", undefined, { Name: "without" });
  await fire();
  const letters = (await lettersOf()) as unknown as { ERROR_CODE: string; Body: string }[];
  expect(letters.map((letter) => [letter.ERROR_CODE, letter.Body]).sort()).toEqual([
    ["MissingParameter", "{}"],
    ["SerializationException", "not JSON"],
  ]);
});

test.each([
  ["sqs:getQueueUrl", /getQueueUrl only reads, and read-only API actions are not supported/],
  ["dynamodb:batchGetItem", /only reads/],
  ["dynamodb:transactGetItems", /only reads/],
  ["cloudwatchlogs:describeLogGroups", /only reads/],
  ["sqs:receiveMessage", /only reads/],
  [
    "sfn:startExecution",
    /^sfn startExecution .* is not a supported target: the Lamplighter engine has no such operation/,
  ],
  ["sns:publish", /is not a supported target/],
  ["sqs:SendMessage", /names no operation/],
  ["SQS:sendMessage", /names no operation/],
  ["sqs", /names no operation/],
  ["logs:createLogGroup", /is not a supported target/],
])("%s is no target", async (api, message) => {
  await expect(create(api, "{}")).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(message),
  });
});

test("the templated form of Step Functions is not taken for one the engine has", async () => {
  const Arn = "arn:aws:states:us-east-1:000000000000:stateMachine:nightly";
  const refused = create("", "{}", { Target: { Arn, RoleArn: ROLE, Input: "{}" } });
  await expect(refused).rejects.toThrow(/^states \(.*\) is not a supported service for a target/);
});
