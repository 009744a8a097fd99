// Missed runs: what was due and did not arrive, and nothing else.
import { describe, expect, test } from "vitest";
import { missedRuns } from "../../src/history/missed-runs.ts";
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import type { RunItem } from "../../src/ledger/items/run-item.ts";
import { HOUR, MINUTE, NOON, revision, runItem } from "./run-items.ts";

const missed = (revisions: readonly Revision[], runs: readonly RunItem[], more: object = {}) =>
  missedRuns({
    job: "report",
    revisions,
    runs,
    fromAt: NOON - 4 * HOUR,
    toAt: NOON,
    now: NOON + HOUR / 2,
    ...more,
  }).map(({ due }) => due.slice(11, 16));

const ran = (...hours: number[]) => hours.map((hour) => runItem({ dueAt: NOON + (hour - 12) * HOUR }));

describe("a due time", () => {
  test("is not missed when its run arrived, however that ended", () => {
    const runs = [
      ...ran(8, 9),
      runItem({ dueAt: NOON - 2 * HOUR, state: "failed" }),
      runItem({ dueAt: NOON, state: "skipped" }),
    ];
    expect(missed([revision()], runs)).toEqual(["11:00"]);
  });

  test("is not made up for by a run that somebody started by hand for it", () => {
    const byHand = runItem({
      dueAt: NOON,
      runId: "report.20270301T120000Z.0a1b2c3d",
      runKey: "report#req-1",
      trigger: "manual",
    });
    expect(missed([revision()], [...ran(8, 9, 10, 11), byHand])).toEqual(["12:00"]);
  });

  test("is not missed while its run may still arrive", () => {
    const runs = ran(8, 9, 10, 11);
    expect(missed([revision()], runs, { now: NOON + 80_000 })).toEqual([]);
    expect(missed([revision()], runs, { now: NOON + 100_000 })).toEqual(["12:00"]);
    expect(missed([revision({ windowMinutes: 15 })], runs, { now: NOON + 16 * MINUTE })).toEqual([]);
    expect(missed([revision({ windowMinutes: 15 })], runs, { now: NOON + 17 * MINUTE })).toEqual(["12:00"]);
  });

  test("is not looked for before the schedule was made, after it went, or while it was disabled", () => {
    const revisions = [
      revision({ fromAt: NOON - 3 * HOUR - 1 }),
      revision({ fromAt: NOON - 2 * HOUR - 1, enabled: false }),
      revision({ fromAt: NOON - HOUR - 1 }),
      revision({ fromAt: NOON - 1, enabled: false }),
    ];
    expect(missed(revisions, [])).toEqual(["09:00", "11:00"]);
  });

  test("is judged by the expression in force at it", () => {
    const revisions = [revision(), revision({ fromAt: NOON - 2 * HOUR + 1, expression: "cron(30 * * * ? *)" })];
    expect(missed(revisions, ran(8))).toEqual(["09:00", "10:00", "10:30", "11:30"]);
  });

  test("is not missed twice when two schedules of the job name it", () => {
    const both = [
      revision({ schedule: "report.a" }),
      revision({ schedule: "report.b", expression: "cron(0 11,12 * * ? *)" }),
    ];
    expect(missed(both, ran(8, 9, 10))).toEqual(["11:00", "12:00"]);
  });

  test("of a rate is counted from the runs that arrived, and not guessed without one", () => {
    const rate = revision({ expression: "rate(1 hour)" });
    expect(missed([rate], [])).toEqual([]);
    const one = runItem({ dueAt: NOON - 2 * HOUR + 17 * MINUTE });
    expect(missed([rate], [one])).toEqual(["08:17", "09:17", "11:17"]);
  });

  test("does not come from a local time that does not exist", () => {
    const spring = Date.parse("2027-03-28T00:00:00Z");
    const berlin = revision({
      expression: "cron(30 2 * * ? *)",
      timezone: "Europe/Berlin",
      fromAt: spring - 48 * HOUR,
    });
    const bounds = { fromAt: spring - 24 * HOUR, toAt: spring + 48 * HOUR, now: spring + 48 * HOUR };
    expect(missedRuns({ job: "report", revisions: [berlin], runs: [], ...bounds }).map(({ due }) => due)).toEqual([
      "2027-03-27T01:30:00.000Z",
      "2027-03-29T00:30:00.000Z",
    ]);
  });
});
