// FIFO queues as the targets of schedules and of rules: in the group that was named, or not at all.
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  prepare,
  queueArn,
  ROLE,
  type SchedulerEngine,
  startSchedulerEngine,
  statement,
} from "../scheduler/scheduler-engine.ts";

let it: SchedulerEngine;
let events: EventBridgeClient;

beforeEach(async () => {
  it = await startSchedulerEngine("2027-03-01T06:00:30Z");
  await prepare(it, ["dead"]);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  events = new EventBridgeClient({ endpoint: it.engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const Policy = statement({
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
  });
  const Attributes = { FifoQueue: "true", Policy };
  await it.sqs.send(new CreateQueueCommand({ QueueName: "explicit.fifo", Attributes }));
  const byContent = { ...Attributes, ContentBasedDeduplication: "true" };
  await it.sqs.send(new CreateQueueCommand({ QueueName: "got.fifo", Attributes: byContent }));
});
afterEach(async () => {
  events.destroy();
  await it.close();
});

async function received(queue: string) {
  const QueueUrl = `${it.engine.endpoint}/000000000000/${queue}`;
  const ask = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["MessageGroupId" as const] };
  const { Messages = [] } = await it.sqs.send(new ReceiveMessageCommand(ask));
  return Messages.map(({ Body, Attributes }) => [Body, Attributes?.MessageGroupId]);
}

const schedule = (Name: string, queue: string, more: object) =>
  it.client.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: "cron(* * * * ? *)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: queueArn(queue),
        RoleArn: ROLE,
        Input: "<aws.scheduler.scheduled-time>",
        DeadLetterConfig: { Arn: queueArn("dead") },
        ...more,
      },
    }),
  );

test("a schedule fires into its group in order, and what the queue refuses is a dead letter", async () => {
  const SqsParameters = { MessageGroupId: "jobs" };
  await expect(schedule("none", "got.fifo", {})).rejects.toMatchObject({ name: "ValidationException" });
  await schedule("fires", "got.fifo", { SqsParameters });
  await schedule("refused", "explicit.fifo", { SqsParameters });
  await it.moveTo("2027-03-01T06:02:30Z");
  expect(await received("got.fifo")).toEqual([
    ["2027-03-01T06:01:00Z", "jobs"],
    ["2027-03-01T06:02:00Z", "jobs"],
  ]);
  const letters = (await it.messages("dead")).map(({ MessageAttributes }) => MessageAttributes);
  expect(letters).toHaveLength(2);
  expect(letters[0]).toMatchObject({ ERROR_CODE: { StringValue: "InvalidParameterValue" } });
});

test("a rule's event goes into its group, and no rule has a FIFO queue for a target without one", async () => {
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["ops"]}' }));
  const target = (more: object) =>
    events.send(
      new PutTargetsCommand({
        Rule: "r",
        Targets: [{ Id: "t", Arn: queueArn("got.fifo"), InputPath: "$.detail", ...more }],
      }),
    );
  await expect(target({})).rejects.toMatchObject({ name: "ValidationException" });
  await target({ SqsParameters: { MessageGroupId: "events" } });
  const entry = { Source: "ops", DetailType: "Ended" };
  const Entries = ['{"n":1}', '{"n":2}', '{"n":1}'].map((Detail) => ({ ...entry, Detail }));
  await events.send(new PutEventsCommand({ Entries }));
  expect(await received("got.fifo")).toEqual([
    ['{"n":1}', "events"],
    ['{"n":2}', "events"],
  ]);
});
