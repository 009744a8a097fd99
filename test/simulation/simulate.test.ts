// Simulations with answers that can be worked out by hand.
import { describe, expect, test } from "vitest";
import { countsOf, play } from "./simulation-bench.ts";

const MORNING = { from: "2027-03-01T06:00:00Z", to: "2027-03-01T06:59:59Z" };

describe("a simulation", () => {
  test("does not run a job beside itself: what is due meanwhile is skipped", async () => {
    // Due 06:00, :10, :20, …; a run of 25 minutes meets the two due times after its own.
    const jobs = '  slow: {schedule: "*/10 * * * *", handler: h.ts, timeout: 15m, overlap: skip}\n';
    const tooLong = await play({ jobs, ...MORNING, script: "defaults: {duration: 14m}\n" });
    expect(countsOf(tooLong, "slow")).toEqual({ due: 6, fired: 6, succeeded: 3, overlap: 3 });
    expect(tooLong.jobs[0]?.longestOverrunMs).toBe(4 * 60_000);
    expect(tooLong.incidents.map(({ dueAt, what }) => [new Date(dueAt).toISOString(), what])).toEqual(
      ["06:10", "06:30", "06:50"].map((time) => [`2027-03-01T${time}:00.000Z`, "overlap"]),
    );
    expect(tooLong.concurrency).toEqual({ peak: 1, at: Date.parse(MORNING.from) });
  });

  test("does not skip where overlap is allowed, and counts how many run at once", async () => {
    const jobs = '  slow: {schedule: "*/10 * * * *", handler: h.ts, timeout: 15m, overlap: allow}\n';
    const found = await play({ jobs, ...MORNING, script: "defaults: {duration: 14m}\n" });
    expect(countsOf(found, "slow")).toEqual({ due: 6, fired: 6, succeeded: 6 });
    expect(found.concurrency).toEqual({ peak: 2, at: Date.parse("2027-03-01T06:10:00Z") });
  });

  test("does not skip the one that may wait, only a third beside it", async () => {
    // 06:10 waits until 06:14, 06:20 until 06:28, 06:30 until 06:42; at 06:40 that one waits still, so 06:40 cannot.
    const jobs = '  slow: {schedule: "*/10 * * * *", handler: h.ts, timeout: 15m, overlap: queue}\n';
    const found = await play({ jobs, ...MORNING, script: "defaults: {duration: 14m}\n" });
    expect(countsOf(found, "slow")).toEqual({ due: 6, fired: 6, succeeded: 5, overlap: 1 });
    expect(found.incidents.map(({ dueAt }) => new Date(dueAt).toISOString())).toEqual(["2027-03-01T06:40:00.000Z"]);
  });

  test("does not count as succeeded what the next due time stops", async () => {
    const jobs = '  slow: {schedule: "*/10 * * * *", handler: h.ts, timeout: 15m, overlap: cancel}\n';
    const found = await play({ jobs, ...MORNING, script: "defaults: {duration: 14m}\n" });
    expect(countsOf(found, "slow")).toEqual({ due: 6, fired: 6, succeeded: 1, failed: 5 });
  });

  test("does not give up a failing run before its retries, nor lose its dead letter", async () => {
    const jobs = "  report: {schedule: every hour, handler: h.ts}\n";
    const span = { from: "2027-03-01T00:30:00Z", to: "2027-03-01T12:30:00Z" };
    const always = await play({ jobs, ...span, script: "jobs: {report: {failures: [{every: 4}]}}\n" });
    expect(countsOf(always, "report")).toEqual({
      due: 12,
      fired: 12,
      succeeded: 9,
      failed: 3,
      retried: 6,
      deadFailed: 3,
    });
    const once = await play({ jobs, ...span, script: "jobs: {report: {failures: [{every: 4, attempts: 1}]}}\n" });
    expect(countsOf(once, "report")).toEqual({ due: 12, fired: 12, succeeded: 12, retried: 3 });
  });

  test.each([
    ["crash", { succeeded: 1, failed: 1, retried: 2, deadFailed: 1 }],
    ["hang", { succeeded: 1, failed: 1, retried: 2, deadFailed: 1 }],
    ["error", { succeeded: 1, failed: 1, retried: 2, deadFailed: 1 }],
  ])("does not take a run that ends by %s for one that succeeded", async (how, expected) => {
    const found = await play({
      jobs: "  report: {schedule: every hour, handler: h.ts}\n",
      from: "2027-03-01T05:30:00Z",
      to: "2027-03-01T07:30:00Z",
      script: `jobs: {report: {failures: [{due: ["2027-03-01T06:00:00Z"], how: ${how}}]}}\n`,
    });
    expect(countsOf(found, "report")).toEqual({ due: 2, fired: 2, ...expected });
  });

  test("does not lose what cannot be delivered: it is retried, and then lies in the undelivered queue", async () => {
    const jobs = "  report: {schedule: every hour, handler: h.ts, delivery: {attempts: 3, maxAge: 1h}}\n";
    const span = { from: "2027-03-01T05:30:00Z", to: "2027-03-01T08:30:00Z" };
    const outage = (how: string, to: string) =>
      `jobs: {report: {deliveries: [{from: "2027-03-01T06:00:00Z", to: "${to}", how: ${how}}]}}\n`;
    const short = await play({ jobs, ...span, script: outage("throttled", "2027-03-01T06:00:02Z") });
    expect(countsOf(short, "report")).toEqual({ due: 3, fired: 3, succeeded: 3, deliveriesFailed: 2 });
    const long = await play({ jobs, ...span, script: outage("throttled", "2027-03-01T06:30:00Z") });
    expect(countsOf(long, "report")).toEqual({
      ...{ due: 3, fired: 3, succeeded: 2, deliveriesFailed: 4, deadUndelivered: 1, missed: 1 },
    });
    const missing = await play({ jobs, ...span, script: outage("missing", "2027-03-01T06:30:00Z") });
    expect(countsOf(missing, "report")).toEqual({
      ...{ due: 3, fired: 3, succeeded: 2, deliveriesFailed: 1, deadUndelivered: 1, missed: 1 },
    });
  });

  test("does not start a run that comes too late", async () => {
    const found = await play({
      jobs: "  backup: {schedule: every hour, handler: h.ts, startBy: 1m, delivery: {attempts: 20, maxAge: 1h}}\n",
      from: "2027-03-01T05:30:00Z",
      to: "2027-03-01T07:30:00Z",
      script:
        'jobs: {backup: {deliveries: [{from: "2027-03-01T06:00:00Z", to: "2027-03-01T06:10:00Z", how: throttled}]}}\n',
    });
    expect(countsOf(found, "backup")).toMatchObject({ due: 2, fired: 2, succeeded: 1, late: 1 });
  });

  test("does not count a due time twice that two schedules name", async () => {
    const jobs = '  hello: {schedule: {all: "*/5 * * * *", half: "*/30 * * * *"}, handler: h.ts}\n';
    expect(countsOf(await play({ jobs, ...MORNING }), "hello")).toEqual({
      due: 12,
      fired: 14,
      succeeded: 12,
      duplicate: 2,
    });
  });

  test("does not fire before a schedule's start, nor after its end, and counts a rate from its start", async () => {
    const within = 'start: "2027-03-01T05:59:00Z", end: "2027-03-01T06:11:00Z"';
    const jobs = `  beat: {schedule: rate(4 minutes), handler: h.ts, ${within}}\n  cron: {schedule: "*/11 * * * *", handler: h.ts, ${within}}\n`;
    const found = await play({ jobs, ...MORNING });
    expect(countsOf(found, "beat")).toEqual({ due: 3, fired: 3, succeeded: 3 });
    expect(countsOf(found, "cron")).toEqual({ due: 2, fired: 2, succeeded: 2 });
    expect((await play({ jobs, ...MORNING, everyRun: true })).totals).toEqual(found.totals);
  });

  test("does not simulate our retries for a function that is not ours, nor overlap rules", async () => {
    const found = await play({
      jobs: "  theirs: {schedule: every 10 minutes, function: billing}\n",
      ...MORNING,
      script: "defaults: {duration: 12m, failures: [{due: ['2027-03-01T06:20:00Z']}]}\n",
    });
    expect(countsOf(found, "theirs")).toEqual({ due: 6, fired: 6, succeeded: 5, failed: 1, retried: 2 });
  });
});

describe("clock changes", () => {
  const nightly = (zone: string, dst: string) =>
    `  nightly: {schedule: "30 2 * * *", timezone: ${zone}, dst: ${dst}, handler: h.ts}\n`;

  test.each([
    ["Europe/Berlin", "2027-03-26T12:00:00Z", "2027-03-30T12:00:00Z", "2027-03-28T01:00:00.000Z"],
    ["America/New_York", "2027-03-12T12:00:00Z", "2027-03-16T12:00:00Z", "2027-03-14T07:00:00.000Z"],
  ])("do not take a local time along that %s skips, and say so", async (zone, from, to, at) => {
    const skipping = await play({ jobs: nightly(zone, "skip"), from, to });
    expect(countsOf(skipping, "nightly")).toEqual({ due: 3, fired: 3, succeeded: 3 });
    expect(skipping.remarks.map((one) => [new Date(one.at).toISOString(), one.kind, one.text])).toEqual([
      [at, "skipped", "02:30 does not exist: AWS skips it"],
    ]);
    const made = await play({ jobs: nightly(zone, "run-after"), from, to });
    expect(countsOf(made, "nightly")).toEqual({ due: 4, fired: 4, succeeded: 4 });
    expect(made.remarks.map(({ kind }) => kind)).toEqual(["made up for"]);
  });

  test.each([
    ["Europe/Berlin", "30 2", "2027-10-30T12:00:00Z", "2027-11-01T12:00:00Z"],
    ["America/New_York", "30 1", "2027-11-06T12:00:00Z", "2027-11-08T12:00:00Z"],
  ])("do not fire a local time twice that comes twice in %s, and say so", async (zone, time, from, to) => {
    const found = await play({
      jobs: `  nightly: {schedule: "${time} * * *", timezone: ${zone}, handler: h.ts}\n`,
      from,
      to,
    });
    expect(countsOf(found, "nightly")).toEqual({ due: 2, fired: 2, succeeded: 2 });
    expect(found.remarks).toMatchObject([{ kind: "repeated", zone }]);
  });
});

describe("load and warnings", () => {
  test("do not hide a crowded minute, nor a job that never fires", async () => {
    const many = Array.from({ length: 11 }, (_, n) => `  j${n}: {schedule: "0 6 * * *", handler: h.ts}\n`).join("");
    const jobs = `${many}  never: {schedule: "0 6 1 1 *", handler: h.ts}\n  off: {schedule: every minute, handler: h.ts, enabled: false}\n`;
    const found = await play({ jobs, from: "2027-03-01T00:00:00Z", to: "2027-03-02T00:00:00Z" });
    expect(found.warnings.map(({ code, message }) => [code, message.split(" ", 2).join(" ")])).toEqual([
      ["never-fires", "never is"],
      ["crowded-minute", "1 minute"],
    ]);
    expect(found.load.busiest[0]).toMatchObject({ at: Date.parse("2027-03-01T06:00:00Z"), firings: 11 });
    expect(found.load.busiest[0]?.jobs).toHaveLength(11);
    expect(found.concurrency.peak).toBe(11);
    expect(countsOf(found, "off")).toEqual({});
  });
});
