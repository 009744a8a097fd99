// What the engine does on behalf of a role, or lets a service do without one: nothing that the role or the resource forbids.
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type AccessBench, openAccessBench, policy } from "./access-bench.ts";

const ROLE = "arn:aws:iam::000000000000:role/job";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:";
const NOW = Date.parse("2027-03-01T05:59:30Z");
let bench: AccessBench;
let clock: VirtualClock;
let lambda: LambdaClient;
let sqs: SQSClient;
let iam: IAMClient;
let events: EventBridgeClient;

beforeEach(async () => {
  clock = new VirtualClock(NOW);
  bench = await openAccessBench({ clock });
  lambda = new LambdaClient(bench.owner);
  sqs = new SQSClient(bench.owner);
  iam = new IAMClient(bench.owner);
  events = new EventBridgeClient(bench.owner);
  for (const QueueName of ["got", "dead"]) await sqs.send(new CreateQueueCommand({ QueueName }));
});
afterEach(async () => {
  for (const client of [lambda, sqs, iam, events]) client.destroy();
  await bench.close();
});

const urlOf = (name: string) => `${bench.engine.endpoint}/000000000000/${name}`;
const allow = (Action: string | string[], Resource = "*") => ({ Effect: "Allow", Action, Resource });
const ZipFile = zipSync({
  "index.mjs": strToU8("export const handler = async () => process.env.AWS_ACCESS_KEY_ID.slice(0, 4);"),
});
const make = (more: object = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: "f", Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler", Code: { ZipFile } },
      ...more,
    }),
  );
async function messages(name: string) {
  const input = { QueueUrl: urlOf(name), MessageAttributeNames: ["All"], MaxNumberOfMessages: 10 };
  return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

describe("a function", () => {
  test("is not made with a role that Lambda may not take, or that is not there", async () => {
    const trust = policy({
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    await iam.send(new CreateRoleCommand({ RoleName: "schedules", AssumeRolePolicyDocument: trust }));
    for (const name of ["schedules", "missing"]) {
      await expect(make({ Role: `arn:aws:iam::000000000000:role/${name}` })).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: "The role defined for the function cannot be assumed by Lambda.",
      });
    }
    await expect(lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "f" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("is not made with a dead-letter queue that its role may not send to", async () => {
    const DeadLetterConfig = { TargetArn: `${QUEUE}dead` };
    await expect(make({ DeadLetterConfig })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "The provided execution role does not have permissions to call SendMessage on SQS",
    });
    await bench.allow(allow("sqs:SendMessage", `${QUEUE}dead`));
    await make({ DeadLetterConfig });
  });

  test("does not start when its role is gone", async () => {
    await bench.allow(allow("logs:*"));
    await make();
    const invoke = () => lambda.send(new InvokeCommand({ FunctionName: "f" }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "job", PolicyName: "own" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "job" }));
    await expect(invoke()).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
  });
});

describe("a schedule", () => {
  test("that its role lets down does not fire in silence: its dead letter has AWS's message", async () => {
    await bench.allow(allow("sqs:SendMessage", `${QUEUE}dead`));
    const scheduler = new SchedulerClient(bench.owner);
    const Target = { Arn: `${QUEUE}got`, RoleArn: ROLE, Input: "x", DeadLetterConfig: { Arn: `${QUEUE}dead` } };
    const when = { ScheduleExpression: "cron(0 6 * * ? *)", FlexibleTimeWindow: { Mode: "OFF" } } as const;
    await scheduler.send(new CreateScheduleCommand({ Name: "s", ...when, Target }));
    scheduler.destroy();
    await clock.advanceTo(NOW + 60_000, () => bench.engine.settle());
    expect(await messages("got")).toEqual([]);
    const [letter] = await messages("dead");
    expect(letter?.MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: "AccessDeniedException" },
      ERROR_MESSAGE: {
        StringValue: `User: arn:aws:sts::000000000000:assumed-role/job/default is not authorized to perform: sqs:sendmessage on resource: ${QUEUE}got because no identity-based policy allows the sqs:sendmessage action`,
      },
    });
  });
});

describe("a rule", () => {
  const letIn = (Resource: string, SourceArn?: string) =>
    policy({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource,
      ...(SourceArn && { Condition: { ArnEquals: { "aws:SourceArn": SourceArn } } }),
    });
  const setPolicy = (name: string, Policy: string) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: urlOf(name), Attributes: { Policy } }));
  const put = () => events.send(new PutEventsCommand({ Entries: [{ Source: "ops", DetailType: "d", Detail: "{}" }] }));
  const target = (Arn: string, more: object = {}) =>
    events.send(
      new PutTargetsCommand({
        Rule: "r",
        Targets: [{ Id: "t", Arn, DeadLetterConfig: { Arn: `${QUEUE}dead` }, ...more }],
      }),
    );
  beforeEach(async () => {
    await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["ops"]}' }));
    await setPolicy("dead", letIn(`${QUEUE}dead`));
  });

  test("does not reach a queue that does not let it in, and the dead letter says why", async () => {
    await target(`${QUEUE}got`);
    await put();
    await setPolicy("got", letIn(`${QUEUE}got`, "arn:aws:events:us-east-1:000000000000:rule/other"));
    await put();
    expect(await messages("got")).toEqual([]);
    const [first] = await messages("dead");
    expect(first?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: "NO_PERMISSIONS" } });
    await setPolicy("got", letIn(`${QUEUE}got`, "arn:aws:events:us-east-1:000000000000:rule/r"));
    await put();
    expect(await messages("got")).toHaveLength(1);
  });

  test("under a role does not need the queue's leave, only the role's", async () => {
    const trust = policy({ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName: "rules", AssumeRolePolicyDocument: trust }));
    await target(`${QUEUE}got`, { RoleArn: ROLE });
    await put();
    expect(await messages("got")).toEqual([]);
    await target(`${QUEUE}got`, { RoleArn: "arn:aws:iam::000000000000:role/rules" });
    await put();
    expect(await messages("got")).toEqual([]);
    expect(await messages("dead")).toHaveLength(2);
  });

  test("does not invoke a function that does not let it in", async () => {
    await bench.allow(allow("logs:*"));
    const { FunctionArn = "" } = await make();
    await target(FunctionArn);
    await put();
    expect(await messages("dead")).toHaveLength(1);
    const permission = { FunctionName: "f", StatementId: "r", Action: "lambda:InvokeFunction" };
    await lambda.send(new AddPermissionCommand({ ...permission, Principal: "events.amazonaws.com" }));
    await put();
    await bench.engine.settle();
    expect(await messages("dead")).toEqual([]);
  });
});

test("what a function's process is given is a session of its role, which may not be used without its token", async () => {
  await bench.allow(allow("logs:*"));
  await make();
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f" }));
  expect(Payload?.transformToString()).toBe('"ASIA"');
});

test("no role is refused anything where permissions are not enforced", async () => {
  const open = await openAccessBench({ fire: false, enforcePermissions: false });
  const client = new SQSClient(open.role);
  await client.send(new CreateQueueCommand({ QueueName: "q" }));
  const owner = new LambdaClient(open.owner);
  const Role = "arn:aws:iam::000000000000:role/missing";
  await owner.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Role,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile },
    }),
  );
  for (const each of [client, owner]) each.destroy();
  await open.close();
});
