// Schedules fire when they are due, once, and what cannot be delivered ends as a dead letter.
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine } from "./scheduler-engine.ts";

let it: SchedulerEngine;
beforeEach(async () => {
  it = await startSchedulerEngine("2027-03-01T05:59:30Z");
  await prepare(it, ["jobs", "dead"]);
});
afterEach(() => it.close());

const DUE = "<aws.scheduler.scheduled-time>";
const formOf = (expression: string, part: object = {}, target: object = {}): CreateScheduleCommandInput => ({
  Name: "job",
  ScheduleExpression: expression,
  FlexibleTimeWindow: { Mode: "OFF" },
  Target: { Arn: queueArn("jobs"), RoleArn: ROLE, Input: DUE, ...target },
  ...part,
});
const create = (...form: Parameters<typeof formOf>) => it.client.send(new CreateScheduleCommand(formOf(...form)));
const update = (...form: Parameters<typeof formOf>) => it.client.send(new UpdateScheduleCommand(formOf(...form)));
const bodies = async (queue = "jobs") => (await it.messages(queue)).map((message) => message.Body);
const exists = () =>
  it.client.send(new GetScheduleCommand({ Name: "job" })).then(
    () => true,
    () => false,
  );

describe("a schedule", () => {
  test("does not fire early, late, twice or under another due time", async () => {
    await create("cron(0/10 6 * * ? *)");
    await it.moveTo("2027-03-01T05:59:59.999Z");
    expect(await bodies()).toEqual([]);
    await it.moveTo("2027-03-01T06:00:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:00:00Z"]);
    await it.moveTo("2027-03-01T06:25:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:10:00Z", "2027-03-01T06:20:00Z"]);
  });

  test("does not fire in the hour that daylight saving leaves out, and fires once in the one it repeats", async () => {
    await create("cron(30 2 * * ? *)", { ScheduleExpressionTimezone: "Europe/Berlin", Name: "gap" });
    await it.moveTo("2027-03-27T12:00:00Z");
    await bodies();
    await it.moveTo("2027-03-29T12:00:00Z");
    expect(await bodies()).toEqual(["2027-03-29T00:30:00Z"]);
    await it.moveTo("2027-10-30T12:00:00Z");
    await bodies();
    await it.moveTo("2027-10-31T12:00:00Z");
    expect(await bodies()).toEqual(["2027-10-31T00:30:00Z"]);
  });

  test("at a rate fires right after it was made, then at every period, and an unrelated update does not shift it", async () => {
    await create("rate(30 minutes)");
    await it.moveTo("2027-03-01T06:10:00Z");
    await update("rate(30 minutes)", { Description: "changed" });
    await it.moveTo("2027-03-01T07:00:00Z");
    expect(await bodies()).toEqual(["2027-03-01T05:59:30Z", "2027-03-01T06:29:30Z", "2027-03-01T06:59:30Z"]);
  });

  test("does not fire outside its dates, the first and the last instant included", async () => {
    const dates = { StartDate: new Date("2027-03-01T06:10:00Z"), EndDate: new Date("2027-03-01T06:30:00Z") };
    await create("cron(0/10 * * * ? *)", dates);
    await it.moveTo("2027-03-01T08:00:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:10:00Z", "2027-03-01T06:20:00Z", "2027-03-01T06:30:00Z"]);
  });

  test("does not fire while disabled, and is not owed what passed meanwhile", async () => {
    await create("cron(0/10 6 * * ? *)", { State: "DISABLED" });
    await it.moveTo("2027-03-01T06:25:00Z");
    await update("cron(0/10 6 * * ? *)");
    await it.moveTo("2027-03-01T06:30:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:30:00Z"]);
  });

  test("fires from the form that was in force, and an edit brings no due time of the past", async () => {
    await create("cron(0 6 * * ? *)", {}, { Input: `old ${DUE}` });
    await it.moveTo("2027-03-01T06:00:30Z");
    await update("cron(0/10 * * * ? *)", {}, { Input: `new ${DUE}` });
    await it.moveTo("2027-03-01T06:10:00Z");
    expect(await bodies()).toEqual(["old 2027-03-01T06:00:00Z", "new 2027-03-01T06:10:00Z"]);
  });

  test("in a flexible window fires within it, never before, and keeps its due time", async () => {
    await create("at(2027-03-01T06:00:00)", { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 30 } });
    await it.moveTo("2027-03-01T05:59:59Z");
    expect(await bodies()).toEqual([]);
    await it.moveTo("2027-03-01T06:30:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:00:00Z"]);
  });

  test("of one time in the past never fires, and one that has fired stays unless it was to be deleted", async () => {
    await create("at(2027-03-01T05:00:00)", { Name: "past" });
    await create("at(2027-03-01T06:00:00)");
    await create("at(2027-03-01T06:00:00)", { Name: "leaves", ActionAfterCompletion: "DELETE" });
    await it.moveTo("2027-03-01T07:00:00Z");
    expect(await bodies()).toEqual(["2027-03-01T06:00:00Z", "2027-03-01T06:00:00Z"]);
    expect(await exists()).toBe(true);
    await expect(it.client.send(new GetScheduleCommand({ Name: "leaves" }))).rejects.toThrow(/does not exist/);
  });

  test("that recurs is deleted after its last due time, not before its delivery has ended", async () => {
    const last = { EndDate: new Date("2027-03-01T06:15:00Z"), ActionAfterCompletion: "DELETE" as const };
    const retry = { RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 3600 } };
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:missing";
    await create("cron(0/10 6 * * ? *)", last, {
      Arn: arn,
      Input: "{}",
      ...retry,
      DeadLetterConfig: { Arn: queueArn("dead") },
    });
    await it.moveTo("2027-03-01T06:05:00Z");
    expect(await exists()).toBe(true);
    await it.moveTo("2027-03-01T06:10:00Z");
    expect((await it.messages("dead")).length).toBe(2);
    expect(await exists()).toBe(false);
  });

  test("deleted before its time does not fire", async () => {
    await create("cron(0 6 * * ? *)");
    await it.client.send(new DeleteScheduleCommand({ Name: "job" }));
    await it.moveTo("2027-03-02T12:00:00Z");
    expect(await bodies()).toEqual([]);
  });
});

describe("what a target is given", () => {
  test("has every context attribute in place, replaced once and as plain text", async () => {
    const Input =
      "<aws.scheduler.schedule-arn>|<aws.scheduler.scheduled-time>|<aws.scheduler.execution-id>|<aws.scheduler.attempt-number>|<aws.scheduler.other>|$&";
    await create("at(2027-03-01T06:00:00)", {}, { Input });
    await it.moveTo("2027-03-01T06:00:00Z");
    const [body = ""] = await bodies();
    const [arn, due, execution, attempt, ...rest] = (body ?? "").split("|");
    expect([arn, due, attempt]).toEqual([
      "arn:aws:scheduler:us-east-1:000000000000:schedule/default/job",
      "2027-03-01T06:00:00Z",
      "1",
    ]);
    expect(execution).toMatch(/^[0-9a-f]{16}$/);
    expect(rest).toEqual(["<aws.scheduler.other>", "$&"]);
  });

  test("is a notification when the schedule has no Input", async () => {
    await create("at(2027-03-01T06:00:00)", {}, { Input: undefined });
    await it.moveTo("2027-03-01T06:00:00Z");
    const [body = ""] = await bodies();
    expect(JSON.parse(body ?? "")).toMatchObject({
      source: "aws.scheduler",
      time: "2027-03-01T06:00:00Z",
      detail: "{}",
    });
  });
});

describe("what cannot be delivered", () => {
  const letters = { DeadLetterConfig: { Arn: queueArn("dead") } };
  const attributesOf = async () => {
    const found = await it.messages("dead");
    return found.map((letter) =>
      Object.fromEntries(
        Object.entries(letter.MessageAttributes ?? {}).map(([name, value]) => [name, value.StringValue]),
      ),
    );
  };

  test("Q06: for good is a dead letter at once, with what the target said", async () => {
    await it.sqs.send(new DeleteQueueCommand({ QueueUrl: `${it.engine.endpoint}/000000000000/jobs` }));
    await create("at(2027-03-01T06:00:00)", {}, letters);
    await it.moveTo("2027-03-01T06:00:00Z");
    expect(await attributesOf()).toEqual([
      {
        ERROR_CODE: "QueueDoesNotExist",
        ERROR_MESSAGE: expect.stringContaining("does not exist"),
        EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
        IS_PAYLOAD_TRUNCATED: "false",
        RETRY_ATTEMPTS: "0",
        SCHEDULED_TIME: "2027-03-01T06:00:00Z",
        SCHEDULE_ARN: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/job",
        TARGET_ARN: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      },
    ]);
  });

  test("because the role may not is no success", async () => {
    await create(
      "at(2027-03-01T06:00:00)",
      {},
      {
        ...letters,
        Arn: "arn:aws:events:us-east-1:000000000000:event-bus/default",
        Input: "{}",
        EventBridgeParameters: { Source: "a", DetailType: "b" },
      },
    );
    await it.moveTo("2027-03-01T06:00:00Z");
    expect(await attributesOf()).toMatchObject([
      { ERROR_CODE: "AccessDeniedException", TARGET_ARN: "arn:aws:scheduler:::aws-sdk:eventbridge:putEvents" },
    ]);
  });

  test("with no dead-letter queue does not stop what fires after it", async () => {
    await it.sqs.send(new DeleteQueueCommand({ QueueUrl: `${it.engine.endpoint}/000000000000/jobs` }));
    await create("cron(0/10 6 * * ? *)");
    await it.moveTo("2027-03-01T06:05:00Z");
    await it.sqs.send(new CreateQueueCommand({ QueueName: "later" }));
    await update("cron(0/10 6 * * ? *)", {}, { Arn: queueArn("later") });
    await it.moveTo("2027-03-01T06:10:00Z");
    expect(await bodies("later")).toEqual(["2027-03-01T06:10:00Z"]);
  });
});
