// Holding schedules back: by their start date where the Scheduler knows one, else by disabling them.
import { describe, expect, test } from "vitest";
import type { ScheduleResource } from "../../src/desired/resource.ts";
import { held } from "../../src/desired/with-holds.ts";

const NOON = Date.parse("2027-03-01T12:00:00Z");
const HOUR = 3_600_000;
const OFF = { enabled: false };

const schedule = (more: Partial<ScheduleResource>): ScheduleResource => ({
  kind: "schedule",
  name: "report",
  group: "acme-local",
  description: undefined,
  expression: "cron(0 * * * ? *)",
  timezone: "UTC",
  enabled: true,
  startAt: undefined,
  endAt: undefined,
  windowMinutes: undefined,
  deleteAfterCompletion: false,
  targetArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
  roleArn: "arn:aws:iam::000000000000:role/acme-local-scheduler",
  input: "{}",
  deadLetterArn: undefined,
  attempts: 10,
  maxAgeSeconds: 3_600,
  ...more,
});

describe("a held schedule", () => {
  test.each<[string, Partial<ScheduleResource>, number | undefined, Partial<ScheduleResource>]>([
    ["without an end", {}, undefined, OFF],
    ["until a time", {}, NOON, { startAt: NOON }],
    ["until a time, starting later anyway", { startAt: NOON + HOUR }, NOON, {}],
    ["until after it has ended", { endAt: NOON }, NOON, OFF],
    ["once, before the end", { expression: "at(2027-03-01T11:00:00)" }, NOON, OFF],
    ["once, after the end", { expression: "at(2027-03-01T13:00:00)" }, NOON, {}],
    ["once, in its own zone", { expression: "at(2027-03-01T12:30:00)", timezone: "Europe/Berlin" }, NOON, OFF],
    ["disabled by the file", { enabled: false }, NOON, { startAt: NOON }],
  ])("does not fire too early, nor stay back too long: %s", (_, own, until, change) => {
    expect(held(schedule(own), until)).toEqual({ ...schedule(own), ...change });
  });
});
