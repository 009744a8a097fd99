// What a start that has passed still says.
import { expect, test } from "vitest";
import { withKnownStart, withSendableStart } from "../../src/desired/past-start.ts";
import type { ScheduleResource } from "../../src/desired/resource.ts";

const at = (time: string): number => Date.parse(`2026-11-25T${time}Z`);
const NOW = at("12:00:00");
const starting = (expression: string, startAt: number | undefined): ScheduleResource =>
  ({ kind: "schedule", expression, timezone: "UTC", startAt }) as ScheduleResource;

test.each([
  ["cron(0 6 * * ? *)", "11:00:00", undefined],
  ["rate(10 minutes)", "11:03:00", "12:03:00"],
  ["rate(10 minutes)", "11:58:30", "11:58:30"],
  ["cron(0 6 * * ? *)", "13:00:00", "13:00:00"],
])("is sent only while AWS takes it, and a rate's phase is not lost: %s from %s", (expression, start, sent) => {
  const { startAt } = withSendableStart(starting(expression, at(start)), NOW);
  expect(startAt).toBe(sent === undefined ? undefined : at(sent));
});

test.each([
  ["cron(0 6 * * ? *)", undefined, true],
  ["cron(0 6 * * ? *)", "10:00:00", true],
  ["cron(0 6 * * ? *)", "13:00:00", false],
  ["rate(10 minutes)", "12:03:00", true],
  ["rate(10 minutes)", "11:23:00", true],
  ["rate(10 minutes)", "11:24:00", false],
  ["rate(10 minutes)", "13:03:00", false],
  ["rate(10 minutes)", undefined, false],
])("is no difference where what is deployed says the same: %s from %s", (expression, found, same) => {
  const deployed = starting(expression, found === undefined ? undefined : at(found));
  const wanted = starting(expression, at("11:03:00"));
  expect(withKnownStart(wanted, deployed, NOW).startAt === deployed.startAt).toBe(same);
});
