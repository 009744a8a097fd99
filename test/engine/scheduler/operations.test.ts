// The Scheduler's twelve operations through AWS's SDK.
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  paginateListSchedules,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine } from "./scheduler-engine.ts";

let it: SchedulerEngine;
beforeAll(async () => {
  it = await startSchedulerEngine("2027-03-01T05:59:30Z");
  await prepare(it, ["jobs"]);
});
afterAll(() => it.close());

const base = {
  ScheduleExpression: "cron(0 6 * * ? *)",
  FlexibleTimeWindow: { Mode: "OFF" },
  Target: { Arn: queueArn("jobs"), RoleArn: ROLE, Input: "{}" },
} satisfies Partial<CreateScheduleCommandInput>;

const create = (input: Partial<CreateScheduleCommandInput> & { Name: string }) =>
  it.client.send(new CreateScheduleCommand({ ...base, ...input }));
const get = (Name: string, GroupName?: string) =>
  it.client.send(new GetScheduleCommand({ Name, ...(GroupName && { GroupName }) }));

describe("a schedule", () => {
  test("does not lose a field between writing and reading", async () => {
    const full = {
      Description: "ünï & <b>",
      ScheduleExpressionTimezone: "Europe/Berlin",
      State: "DISABLED",
      StartDate: new Date("2027-03-02T00:00:00Z"),
      EndDate: new Date("2028-03-02T00:00:00Z"),
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      ActionAfterCompletion: "DELETE",
      Target: {
        ...base.Target,
        DeadLetterConfig: { Arn: queueArn("dead") },
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
      },
    } as const;
    const { ScheduleArn } = await create({ Name: "full", ...full });
    expect(ScheduleArn).toBe("arn:aws:scheduler:us-east-1:000000000000:schedule/default/full");
    const { $metadata, ...read } = await get("full");
    const at = new Date("2027-03-01T05:59:30Z");
    expect(read).toEqual({
      ...{ ...base, ...full, Arn: ScheduleArn, Name: "full", GroupName: "default" },
      ...{ CreationDate: at, LastModificationDate: at },
    });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("reads back with the service's defaults, not with holes", async () => {
    await create({ Name: "bare" });
    expect(await get("bare")).toMatchObject({
      State: "ENABLED",
      ScheduleExpressionTimezone: "UTC",
      ActionAfterCompletion: "NONE",
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    });
  });

  test("does not keep what an update leaves out", async () => {
    await create({
      Name: "replaced",
      Description: "old",
      State: "DISABLED",
      ScheduleExpressionTimezone: "Europe/Berlin",
    });
    await it.client.send(new UpdateScheduleCommand({ Name: "replaced", ...base, ScheduleExpression: "rate(2 hours)" }));
    const { Description, ...read } = await get("replaced");
    expect(Description).toBeUndefined();
    expect(read).toMatchObject({
      ScheduleExpression: "rate(2 hours)",
      State: "ENABLED",
      ScheduleExpressionTimezone: "UTC",
    });
  });

  test("is not made twice, nor refused when the same request is repeated", async () => {
    const input = { Name: "once", ClientToken: "token-1" };
    const { ScheduleArn } = await create(input);
    expect((await create(input)).ScheduleArn).toBe(ScheduleArn);
    await expect(create({ ...input, Description: "other" })).rejects.toMatchObject({ name: "ConflictException" });
    await expect(create({ Name: "once" })).rejects.toMatchObject({
      name: "ConflictException",
      message: "Schedule once already exists.",
      $metadata: { httpStatusCode: 409 },
    });
  });

  test("is not found once deleted, and deleting is repeatable with its token only", async () => {
    await create({ Name: "gone" });
    const input = { Name: "gone", ClientToken: "delete-1" };
    await it.client.send(new DeleteScheduleCommand(input));
    await it.client.send(new DeleteScheduleCommand(input));
    const missing = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };
    await expect(it.client.send(new DeleteScheduleCommand({ Name: "gone" }))).rejects.toMatchObject(missing);
    await expect(get("gone")).rejects.toMatchObject({ ...missing, message: "Schedule gone does not exist." });
    const update = new UpdateScheduleCommand({ Name: "gone", ...base });
    await expect(it.client.send(update)).rejects.toMatchObject(missing);
  });

  test("is listed once on exactly one page, by prefix, state and group", async () => {
    await it.client.send(new CreateScheduleGroupCommand({ Name: "paged" }));
    const names = Array.from({ length: 7 }, (_, index) => `p_${index}`);
    for (const Name of names)
      await create({ Name, GroupName: "paged", State: Name === "p_3" ? "DISABLED" : "ENABLED" });
    await create({ Name: "pa1", GroupName: "paged" });
    const pages = paginateListSchedules({ client: it.client, pageSize: 3 }, { GroupName: "paged", NamePrefix: "p_" });
    const seen: (string | undefined)[] = [];
    for await (const page of pages) seen.push(...(page.Schedules ?? []).map((schedule) => schedule.Name));
    expect(seen).toEqual(names);
    const disabled = await it.client.send(new ListSchedulesCommand({ GroupName: "paged", State: "DISABLED" }));
    expect(disabled.Schedules).toEqual([
      {
        Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/paged/p_3",
        ...{ Name: "p_3", GroupName: "paged", State: "DISABLED", Target: { Arn: queueArn("jobs") } },
        ...{ CreationDate: expect.any(Date), LastModificationDate: expect.any(Date) },
      },
    ]);
    await expect(it.client.send(new ListSchedulesCommand({ NextToken: "nonsense" }))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("what is refused", () => {
  const target = (part: object) => ({ Target: { ...base.Target, ...part } });
  test.each([
    ["a bad expression", { ScheduleExpression: "banana" }, /^Invalid Schedule Expression banana\./],
    [
      "both day fields",
      { ScheduleExpression: "cron(0 6 * * * *)" },
      /^Invalid Schedule Expression cron\(0 6 \* \* \* \*\)\./,
    ],
    [
      "an unknown zone",
      { ScheduleExpressionTimezone: "Mars/Olympus" },
      /^Invalid ScheduleExpressionTimezone Mars\/Olympus\./,
    ],
    ["a window without its length", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, /MaximumWindowInMinutes/],
    ["a start too far back", { StartDate: new Date("2027-03-01T05:54:00Z") }, /cannot be earlier than 5 minutes ago/],
    ["an end before the start", { StartDate: new Date("2027-04-02Z"), EndDate: new Date("2027-04-01Z") }, /EndDate/],
    [
      "a service it cannot call",
      target({ Arn: "arn:aws:sns:us-east-1:000000000000:topic" }),
      /sns .* is not a supported service for a target/,
    ],
    [
      "a universal target that only reads",
      target({ Arn: "arn:aws:scheduler:::aws-sdk:sqs:getQueueUrl" }),
      /is not a supported target/,
    ],
    ["text that is no ARN", target({ Arn: "jobs" }), /^Provided Arn is not in correct format/],
    [
      "text for a function",
      target({ Arn: "arn:aws:lambda:us-east-1:000000000000:function:f", Input: "text" }),
      /well-formed JSON/,
    ],
    ["an input over 256 KB", target({ Input: "x".repeat(262_145) }), /Input must be at most 262144 bytes/],
    [
      "a role that does not trust it",
      target({ RoleArn: `${ROLE}-other` }),
      /must allow AWS EventBridge Scheduler to assume the role/,
    ],
    [
      "a FIFO dead-letter queue",
      target({ DeadLetterConfig: { Arn: queueArn("dead.fifo") } }),
      /^1 validation error detected: Value '.*dead\.fifo' at 'target\.deadLetterConfig\.arn' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    ],
    [
      "two wrong numbers, both named",
      target({ RetryPolicy: { MaximumEventAgeInSeconds: 59, MaximumRetryAttempts: 186 } }),
      /^2 validation errors detected: Value '59' at 'target\.retryPolicy\.maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60; Value '186' at 'target\.retryPolicy\.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185$/,
    ],
    [
      "a word that is no state",
      { State: "PAUSED" as "ENABLED" },
      /at 'state' failed to satisfy constraint: Member must satisfy enum value set: \[ENABLED, DISABLED\]$/,
    ],
    [
      "no target at all",
      { Target: undefined },
      /^1 validation error detected: Value null at 'target' failed to satisfy constraint: Member must not be null$/,
    ],
    [
      "a name of 65",
      { Name: "n".repeat(65) },
      /at 'name' failed to satisfy constraint: Member must have length less than or equal to 64$/,
    ],
    ["an empty name", { Name: "" }, /at 'name' failed/],
  ])("not accepted: %s", async (_what, part, message) => {
    const refused = create({ Name: "refused", ...(part as object) });
    await expect(refused).rejects.toMatchObject({ name: "ValidationException", $metadata: { httpStatusCode: 400 } });
    await expect(refused).rejects.toThrow(message);
    await expect(get("refused")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("a group", () => {
  const group = (Name: string) => it.client.send(new GetScheduleGroupCommand({ Name }));

  test("keeps its tags, and schedules have none", async () => {
    const Tags = [{ Key: "lamplighter:app", Value: "acme" }];
    const { ScheduleGroupArn: ResourceArn } = await it.client.send(
      new CreateScheduleGroupCommand({ Name: "tagged", Tags }),
    );
    await it.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
    const listed = new ListTagsForResourceCommand({ ResourceArn });
    expect((await it.client.send(listed)).Tags).toEqual([...Tags, { Key: "b", Value: "2" }]);
    await it.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["lamplighter:app", "x"] }));
    expect((await it.client.send(listed)).Tags).toEqual([{ Key: "b", Value: "2" }]);
    const schedule = new TagResourceCommand({
      ResourceArn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/bare",
      Tags,
    });
    await expect(it.client.send(schedule)).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("that is missing takes no schedule, and the default one is always there and cannot go", async () => {
    const missing = { name: "ResourceNotFoundException", message: "Schedule group nowhere does not exist." };
    await expect(create({ Name: "lost", GroupName: "nowhere" })).rejects.toMatchObject(missing);
    await expect(get("lost", "nowhere")).rejects.toMatchObject(missing);
    expect(await group("default")).toMatchObject({ State: "ACTIVE" });
    const deletion = it.client.send(new DeleteScheduleGroupCommand({ Name: "default" }));
    await expect(deletion).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("does not vanish at once, takes nothing while it goes, and goes with its schedules", async () => {
    await it.client.send(new CreateScheduleGroupCommand({ Name: "going" }));
    await create({ Name: "inside", GroupName: "going" });
    await it.client.send(new DeleteScheduleGroupCommand({ Name: "going" }));
    expect(await group("going")).toMatchObject({ State: "DELETING" });
    await expect(create({ Name: "late", GroupName: "going" })).rejects.toMatchObject({ name: "ConflictException" });
    await it.moveTo("2027-03-01T05:59:32Z");
    await expect(group("going")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const left = await it.client.send(new ListScheduleGroupsCommand({ NamePrefix: "go" }));
    expect(left.ScheduleGroups).toEqual([]);
    await it.client.send(new CreateScheduleGroupCommand({ Name: "going" }));
    expect((await it.client.send(new ListSchedulesCommand({ GroupName: "going" }))).Schedules).toEqual([]);
  });
});
