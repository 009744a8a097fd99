// The event of a function that takes the input as it stands.
import { expect, test } from "vitest";
import { plainEvent } from "../../src/runs/plain-event.ts";

test("a run by hand leaves nothing unfilled that the Scheduler would have filled in, and adds nothing", () => {
  const run = { job: "bills", dueAt: Date.parse("2026-11-25T06:00:00Z"), suffix: "ab12" };
  const input = {
    time: "<aws.scheduler.scheduled-time>",
    ids: ["<aws.scheduler.execution-id>", "<aws.scheduler.schedule-arn>"],
    attempt: "try <aws.scheduler.attempt-number>",
    other: "<aws.scheduler.weather>",
  };
  expect(JSON.parse(plainEvent(input, run, "request-1"))).toEqual({
    time: "2026-11-25T06:00:00Z",
    ids: ["request-1", "bills.20261125T060000Z.ab12"],
    attempt: "try 1",
    other: "<aws.scheduler.weather>",
  });
});
