// Why a job ran, or did not: each answer names the rule that decided.
import { describe, expect, test } from "vitest";
import { explainDue } from "../../src/history/explain-due.ts";
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import type { RunItem } from "../../src/ledger/items/run-item.ts";
import { attempt, HOUR, MINUTE, NOON, revision, runItem } from "./run-items.ts";

const explain = (at: number, revisions: readonly Revision[], runs: readonly RunItem[] = [], now = NOON + 24 * HOUR) =>
  explainDue({ job: "report", at, revisions, runs, now });

const GAP = Date.parse("2027-03-28T01:00:00Z");
const failed = runItem({
  state: "failed",
  attempts: [
    attempt({ outcome: "failed", error: { type: "RangeError", message: "rope", stack: undefined, truncated: false } }),
    attempt({ outcome: "failed", error: { type: "RangeError", message: "rope", stack: undefined, truncated: false } }),
  ],
});
const pause = { by: "ada", reason: "moving house", until: undefined };

describe("a time that is asked about", () => {
  test.each<[string, number, readonly Revision[], readonly RunItem[], boolean, string]>([
    ["that ran", NOON, [revision()], [runItem()], true, "It succeeded (schedule)."],
    ["some seconds later", NOON + 40_000, [revision()], [runItem()], true, "It succeeded (schedule)."],
    ["that failed", NOON, [revision()], [failed], true, "It failed in 2 attempts: RangeError: rope (schedule)."],
    [
      "that was missed",
      NOON,
      [revision()],
      [],
      true,
      "It is missed: nothing arrived: the schedule was live, and no run was recorded (schedule).",
    ],
    [
      "in a pause",
      NOON,
      [revision({ enabled: false, pause })],
      [],
      true,
      "It was skipped: paused by ada: moving house (schedule).",
    ],
    ["never synced", NOON, [], [], false, "Nothing of report has been put in force by lamp sync."],
    [
      "before it was made",
      NOON,
      [revision({ fromAt: NOON + HOUR })],
      [],
      false,
      "Schedule report was put in force later, at 2027-03-01T13:00:00Z.",
    ],
    [
      "while disabled",
      NOON,
      [revision({ enabled: false })],
      [],
      false,
      "Schedule report, cron(0 * * * ? *) in UTC, was disabled or deleted at 2027-02-28T12:00:00Z: nothing was due of it then.",
    ],
    [
      "before its start",
      NOON,
      [revision({ startAt: NOON + HOUR })],
      [],
      false,
      "Schedule report, cron(0 * * * ? *) in UTC, starts at 2027-03-01T13:00:00Z only.",
    ],
    [
      "after its end",
      NOON,
      [revision({ endAt: NOON - HOUR })],
      [],
      false,
      "Schedule report, cron(0 * * * ? *) in UTC, ended at 2027-03-01T11:00:00Z.",
    ],
    [
      "between due times",
      NOON + 5 * MINUTE,
      [revision()],
      [],
      false,
      "Schedule report, cron(0 * * * ? *) in UTC, is not due then; it is due at 2027-03-01T12:00:00Z and 2027-03-01T13:00:00Z.",
    ],
    [
      "that a clock change swallowed",
      GAP,
      [revision({ expression: "cron(30 2 * * ? *)", timezone: "Europe/Berlin" })],
      [],
      false,
      "Schedule report, cron(30 2 * * ? *) in Europe/Berlin: clocks go forward at 2027-03-28T01:00:00Z, 2027-03-28 02:30 does not exist there, and AWS skips it.",
    ],
    [
      "of a rate",
      NOON,
      [revision({ expression: "rate(1 hour)" })],
      [],
      false,
      "Schedule report, rate(1 hour) in UTC, counts from the moment it was made, which AWS does not tell: only its runs show when it is due.",
    ],
  ])("does not go without its reason: %s", (_, at, revisions, runs, due, said) => {
    const now = at === GAP ? GAP + 24 * HOUR : undefined;
    expect(explain(at, revisions, runs, now)).toMatchObject({ due, because: [said] });
  });

  test("is not called missed while it is to come, or its run may still arrive", () => {
    expect(explain(NOON, [revision()], [], NOON - HOUR)).toMatchObject({
      due: false,
      because: ["Schedule report, cron(0 * * * ? *) in UTC, is due then: that is yet to come."],
    });
    expect(explain(NOON, [revision()], [], NOON + 10_000)).toMatchObject({
      because: ["Schedule report, cron(0 * * * ? *) in UTC, was due then: its run may still arrive."],
    });
  });

  test("does not let a second delivery hide the run itself", () => {
    const double = runItem({ runId: "report.20270301T120000Z.dup-1", state: "skipped", reason: "duplicate" });
    expect(explain(NOON, [revision()], [double, runItem()]).because).toEqual([
      "It succeeded (schedule).",
      "It was skipped: duplicate (schedule).",
    ]);
  });
});
