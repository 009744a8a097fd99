// The plan of a move as a function of values: which switches, in which order, and why not.
import { describe, expect, test } from "vitest";
import type { MoveInput, MovingJob, MovingSchedule } from "../../src/adoption/move/moving.ts";
import { planMove, planUndo } from "../../src/adoption/move/plan-move.ts";
import { quietFrom } from "../../src/adoption/move/quiet.ts";
import { dueTimes } from "../../src/schedule/due-times.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { NOW, rule, schedule, target } from "./bench.ts";

const MINUTE = 60_000;
const at = (time: string): number => Date.parse(`2026-11-25T${time}Z`);
const EVERY_TEN = "cron(0/10 * * * ? *)";

const own = (more: Partial<MovingSchedule> = {}): MovingSchedule => ({
  name: "poll",
  timing: { expression: parseAws(EVERY_TEN), timezone: "UTC" },
  windowMinutes: undefined,
  state: "off",
  ...more,
});
const job = (more: Partial<MovingJob> = {}): MovingJob => ({
  name: "poll",
  enabled: true,
  paused: false,
  schedules: [own()],
  ...more,
});
const input = (more: Partial<MoveInput> = {}): MoveInput => ({
  origin: { text: "rule/poll", found: rule("poll", { expression: EVERY_TEN }), switchedOffAt: undefined },
  jobs: [job()],
  now: at("12:05:00"),
  marginMs: MINUTE,
  firedAt: undefined,
  ...more,
});
const found = (more: Parameters<typeof rule>[1]): Partial<MoveInput> => ({
  origin: { text: "rule/poll", found: rule("poll", { expression: EVERY_TEN, ...more }), switchedOffAt: undefined },
});

describe("a move", () => {
  test("switches nothing on before what fired is off, and on the way back nothing before the schedules are off", () => {
    expect(planMove(input())).toMatchObject({
      steps: [{ do: "note" }, { do: "origin", on: false }, { do: "schedule", name: "poll", on: true }],
      lastDue: at("12:00:00"),
      nextDue: at("12:10:00"),
      notes: [],
    });
    const moved = input({ ...found({ enabled: false }), jobs: [job({ schedules: [own({ state: "on" })] })] });
    expect(planUndo(moved)).toMatchObject({
      steps: [{ do: "schedule", name: "poll", on: false }, { do: "origin", on: true }, { do: "unnote" }],
    });
    expect([planMove(moved), planUndo(input())]).toMatchObject([{ steps: [] }, { steps: [] }]);
  });

  test.each([
    ["a job that is off", { jobs: [job({ enabled: false })] }, /enabled: false for the job poll/],
    ["a paused job", { jobs: [job({ paused: true })] }, /is paused, .*: lamp resume poll/],
    ["a job without a schedule", { jobs: [job({ schedules: [] })] }, /has no schedule/],
    [
      "a schedule that was not synced",
      { jobs: [job({ schedules: [own({ state: "missing" })] })] },
      /is not there yet: lamp sync/,
    ],
    [
      "a schedule of before an edit",
      { jobs: [job({ schedules: [own({ state: "other" })] })] },
      /not as the file says: lamp sync/,
    ],
    ["a rule for events", found({ pattern: "{}" }), /fires for events as well/],
    [
      "a target of another kind",
      found({ targets: [target("q", { arn: "arn:aws:sqs:us-east-1:000000000000:q" })] }),
      /fires q \(arn/,
    ],
    ["a target too many", found({ targets: [target("1"), target("2")] }), /has 2 targets, and 1 of/],
    ["a rate of which nobody says when", found({ expression: "rate(10 minutes)" }), /--fired says when/],
  ])("that would leave something fired by nobody is refused: %s", (_, more, reason) => {
    expect(planMove(input(more))).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test("takes what a flexible window leaves open for a due time that is not over", () => {
    const origin = {
      text: "schedule/default/poll",
      found: schedule("poll", { expression: EVERY_TEN, windowMinutes: 5 }),
      switchedOffAt: undefined,
    };
    expect(planMove(input({ origin }))).toMatchObject({ ok: false, quietAt: at("12:06:00") });
    expect(planMove(input({ origin, now: at("12:06:00") }))).toMatchObject({ ok: true });
    // A schedule that is off has nothing under way, however wide its window.
    expect(planMove(input({ jobs: [job({ schedules: [own({ windowMinutes: 10 })] })] }))).toMatchObject({ ok: true });
  });

  test("says where the file asks for other times than before", () => {
    const timing = { expression: parseAws("cron(7 * * * ? *)"), timezone: "UTC" };
    expect(planMove(input({ jobs: [job({ schedules: [own({ timing })] })], now: at("12:04:00") }))).toMatchObject({
      ok: true,
      notes: ["its next due time was 2026-11-25T12:10:00Z, and is 2026-11-25T12:07:00Z by the file"],
    });
  });
});

test.each([
  ["cron(0/5 * * * ? *)", undefined],
  ["cron(0/7 * * * ? *)", 2],
  ["cron(0 6 ? * MON-FRI *)", 90],
  ["cron(0,3,4 * * * ? *)", undefined],
])(
  "no moment that is called quiet has a due time near it, and none before it is quieter: %s",
  (text, windowMinutes) => {
    const timing = { expression: parseAws(text), timezone: "Europe/Berlin" };
    const open = (windowMinutes ?? 0) * MINUTE;
    const near = (moment: number) => [...dueTimes(timing, moment - open - MINUTE + 1, moment + MINUTE - 1)].length > 0;
    for (let now = NOW; now < NOW + 30 * MINUTE; now += 17_000) {
      const quiet = quietFrom([{ timing, windowMinutes }], now, MINUTE) ?? Number.NaN;
      expect([near(quiet), quiet === now]).toEqual([false, !near(now)]);
    }
    expect(
      quietFrom(
        [{ timing: { expression: parseAws("cron(* * * * ? *)"), timezone: "UTC" }, windowMinutes }],
        NOW,
        MINUTE,
      ),
    ).toBe(undefined);
  },
);
