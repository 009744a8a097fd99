// The daily report: one day gives the same bytes, and what failed or was foreign text is shown and harmless.
import type { Run } from "lamplighter";
import { describe, expect, test } from "vitest";
import { reportOf } from "../../jobs/report/figures.ts";
import { renderHtml } from "../../jobs/report/render-html.ts";

const where = { app: "acme-ops", environment: "local", day: "2027-03-01" };

function run(over: Partial<Run>): Run {
  return {
    id: "backup.20270301T023000Z",
    key: "backup#2027-03-01T02:30:00Z",
    job: "backup",
    schedule: "backup",
    trigger: "schedule",
    by: null,
    due: "2027-03-01T02:30:00.000Z",
    startedAt: "2027-03-01T02:30:01.000Z",
    endedAt: "2027-03-01T02:31:01.000Z",
    durationMs: 60_000,
    status: "succeeded",
    reason: null,
    attempts: [],
    progress: null,
    input: null,
    result: null,
    memoryMb: 256,
    function: null,
    cost: 0.0002,
    ...over,
  };
}

const HOSTILE = "</title><script>alert(1)</script>";
const runs = [
  run({}),
  run({
    id: "a.20270301T000000Z",
    job: "a",
    due: "2027-03-01T00:00:00.000Z",
    status: "failed",
    reason: HOSTILE,
    cost: 0.0001,
  }),
  run({
    id: null,
    job: "b",
    key: "b#2027-03-01T01:00:00Z",
    status: "missed",
    startedAt: null,
    endedAt: null,
    durationMs: null,
    cost: null,
  }),
];

describe("the daily report", () => {
  test("does not differ for the same runs in another order", () => {
    const page = renderHtml(reportOf(where, runs));
    expect(renderHtml(reportOf(where, runs.toReversed()))).toBe(page);
  });

  test("does not hide a failure or a missed run", () => {
    const report = reportOf(where, runs);
    expect(report.failures.map(({ job }) => job)).toEqual(["a", "b"]);
    expect(report).toMatchObject({ runs: 3, costUsd: 0.0003 });
    expect(report.jobs.find(({ job }) => job === "backup")).toMatchObject({
      succeeded: 1,
      failed: 0,
      medianMs: 60_000,
    });
  });

  test("does not count what has not ended", () => {
    expect(reportOf(where, [run({ status: "running" }), run({ status: "pending" })]).runs).toBe(0);
  });

  test("does not let a reason become markup", () => {
    const page = renderHtml(reportOf(where, runs));
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;");
  });

  test("does not need anything from elsewhere", () => {
    expect(renderHtml(reportOf(where, runs))).not.toMatch(/(src|href)=|@import|url\(/);
  });
});
