// What a catch-up rule makes up for: nothing twice, nothing too old, and nothing that a later run has overtaken.
import { describe, expect, test } from "vitest";
import { toCatchUp } from "../../src/history/catch-up.ts";
import type { Revision } from "../../src/ledger/items/revision-item.ts";
import type { RunItem } from "../../src/ledger/items/run-item.ts";
import { HOUR, NOON, runItem } from "./run-items.ts";

const HOURLY: Revision = {
  job: "report",
  schedule: "report",
  fromAt: NOON - 48 * HOUR,
  enabled: true,
  expression: "cron(0 * * * ? *)",
  timezone: "UTC",
  startAt: undefined,
  endAt: undefined,
  windowMinutes: undefined,
};

const ran = (hour: number, more: Partial<RunItem> = {}) => runItem({ dueAt: NOON + (hour - 12) * HOUR, ...more });

function times(rule: "last" | "all", runs: readonly RunItem[], revisions: readonly Revision[] = [HOURLY]) {
  const now = NOON + HOUR / 2;
  const found = toCatchUp({ job: "report", rule, windowSeconds: 4 * 3_600, revisions, runs, now });
  return found.map((dueAt) => new Date(dueAt).toISOString().slice(11, 16));
}

describe("catchUp: all", () => {
  test("does not leave a due time of the window out, nor reach behind it", () => {
    expect(times("all", [])).toEqual(["09:00", "10:00", "11:00", "12:00"]);
    expect(times("all", [ran(9), ran(11)])).toEqual(["10:00", "12:00"]);
  });

  test("does not run again what failed or was skipped", () => {
    const ended = [ran(9, { state: "failed" }), ran(10, { state: "skipped" }), ran(11, { trigger: "backfill" })];
    expect(times("all", [...ended, ran(12)])).toEqual([]);
  });

  test("does not forget what a pause held back", () => {
    const pause = { by: "ada", reason: "moving", until: undefined };
    const paused: Revision = { ...HOURLY, fromAt: NOON - 3 * HOUR - 1, enabled: false, pause };
    const resumed: Revision = { ...HOURLY, fromAt: NOON - HOUR + 1 };
    expect(times("all", [ran(12)], [HOURLY, paused, resumed])).toEqual(["09:00", "10:00", "11:00"]);
  });

  test("does not miss what was due a moment before the pause ended", () => {
    const pause = { by: "ada", reason: "moving", until: undefined };
    const paused: Revision = { ...HOURLY, fromAt: NOON - HOUR / 2, enabled: false, pause };
    const resumed: Revision = { ...HOURLY, fromAt: NOON + 1_000 };
    const runs = [ran(9), ran(10), ran(11)];
    const input = { job: "report", windowSeconds: 4 * 3_600, revisions: [HOURLY, paused, resumed], runs };
    expect(toCatchUp({ ...input, rule: "last", now: NOON + 2_000 })).toEqual([NOON]);
    expect(toCatchUp({ ...input, rule: "last", revisions: [HOURLY], now: NOON + 2_000 })).toEqual([]);
  });

  test("does not run what was due of a schedule that nobody had enabled", () => {
    expect(times("all", [], [{ ...HOURLY, enabled: false }])).toEqual([]);
  });
});

describe("catchUp: last", () => {
  test("does not run more than the newest", () => {
    expect(times("last", [ran(9)])).toEqual(["12:00"]);
    expect(times("last", [])).toEqual(["12:00"]);
  });

  test("does not run one that a later due time has overtaken, made up for or not", () => {
    expect(times("last", [ran(12)])).toEqual([]);
    expect(times("last", [ran(12, { trigger: "backfill" })])).toEqual([]);
  });

  test("does not take a run by hand for a later due time", () => {
    const byHand = ran(12, { trigger: "manual", runKey: "report#req", dueAt: NOON + HOUR / 4 });
    expect(times("last", [byHand])).toEqual(["12:00"]);
  });
});
