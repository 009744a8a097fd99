// Random Scheduler sequences: groups, schedules made, replaced, listed, deleted, tags. Nothing here ever falls due.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const GROUPS = ["default", "default", "night", "night", "night", "day"];
const NAMES = ["report", "cleanup", "backup"];
const EXPRESSIONS = ["cron(0 6 * * ? *)", "cron(0/15 8-17 ? * MON-FRI *)", "rate(2 hours)", "at(2099-01-01T00:00:00)"];

export function schedulerSequence(dice: Dice, length: number): Command[] {
  const group = () => dice.pick(GROUPS);
  const step = (): Command =>
    dice.weighted<Command>([
      [8, () => scheduler("CreateSchedule", { ...place(dice), ...document(dice) })],
      [4, () => scheduler("UpdateSchedule", { ...place(dice), ...document(dice) })],
      [6, () => scheduler("GetSchedule", place(dice))],
      [3, () => scheduler("DeleteSchedule", place(dice))],
      [3, () => listSchedules(dice)],
      [1, () => scheduler("CreateScheduleGroup", { Name: "day", ...tags(dice) })],
      [1, () => scheduler("GetScheduleGroup", { Name: group() })],
      [1, () => listGroups(dice)],
      [1, () => onGroup("TagResource", group(), { Tags: [{ Key: "owner", Value: dice.pick(["a", "b"]) }] })],
      [1, () => onGroup("UntagResource", group(), { TagKeys: ["owner"] })],
      [1, () => onGroup("ListTagsForResource", group(), {})],
    ]);
  return [role(), scheduler("CreateScheduleGroup", { Name: "night" }), ...dice.times(length, step)];
}

const scheduler = (operation: string, input: object, more: Partial<Command> = {}): Command => {
  return { service: "scheduler", operation, input, ...more };
};

/** The engine refuses a role that it could not assume, as AWS does. */
const role = (): Command => ({
  service: "iam",
  operation: "CreateRole",
  input: { RoleName: "scheduler", AssumeRolePolicyDocument: TRUST },
});
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const onGroup = (operation: string, name: string, rest: object) =>
  scheduler(
    operation,
    { ResourceArn: `arn:aws:scheduler:us-east-1:000000000000:schedule-group/${name}`, ...rest },
    { unordered: ["Tags"] },
  );

function place(dice: Dice): object {
  const GroupName = dice.pick(GROUPS);
  return { Name: dice.pick(NAMES), ...(GroupName === "default" && dice.chance(0.5) ? {} : { GroupName }) };
}

const tags = (dice: Dice) => (dice.chance(0.5) ? { Tags: [{ Key: "team", Value: "x" }] } : {});

function document(dice: Dice): object {
  const rate = { MaximumEventAgeInSeconds: dice.pick([60, 3_600]), MaximumRetryAttempts: dice.pick([0, 10]) };
  return {
    ScheduleExpression: dice.pick(EXPRESSIONS),
    FlexibleTimeWindow: dice.pick([{ Mode: "OFF" }, { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 }]),
    Target: {
      Arn: `arn:aws:lambda:us-east-1:000000000000:function:${dice.pick(["one", "two"])}`,
      RoleArn: "arn:aws:iam::000000000000:role/scheduler",
      ...(dice.chance(0.5) ? { Input: '{"a":1}' } : {}),
      ...(dice.chance(0.5) ? { RetryPolicy: rate } : {}),
      ...(dice.chance(0.3) ? { DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000000:lost" } } : {}),
    },
    ...(dice.chance(0.5) ? { State: dice.pick(["ENABLED", "DISABLED"]) } : {}),
    ...(dice.chance(0.3) ? { Description: "what for" } : {}),
    ...(dice.chance(0.3) ? { ScheduleExpressionTimezone: "Europe/Berlin" } : {}),
    ...(dice.chance(0.2)
      ? { StartDate: new Date("2098-01-01T00:00:00Z"), EndDate: new Date("2098-06-01T00:00:00Z") }
      : {}),
    ...(dice.chance(0.2) ? { ActionAfterCompletion: dice.pick(["NONE", "DELETE"]) } : {}),
  };
}

function listSchedules(dice: Dice): Command {
  const input = {
    ...(dice.chance(0.5) ? { GroupName: dice.pick(GROUPS) } : {}),
    ...(dice.chance(0.3) ? { NamePrefix: dice.pick(["re", "x"]) } : {}),
    ...(dice.chance(0.3) ? { State: dice.pick(["ENABLED", "DISABLED"]) } : {}),
    ...(dice.chance(0.3) ? { MaxResults: dice.between(1, 3) } : {}),
  };
  return scheduler("ListSchedules", input, {
    pages: { token: "NextToken", from: "NextToken" },
    unordered: ["Schedules"],
  });
}

const listGroups = (dice: Dice) =>
  scheduler("ListScheduleGroups", dice.chance(0.5) ? {} : { NamePrefix: "n" }, {
    pages: { token: "NextToken", from: "NextToken" },
    unordered: ["ScheduleGroups"],
  });
