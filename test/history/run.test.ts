// From the ledger's item to the run that is shown: status, reasons, cost.
import { describe, expect, test } from "vitest";
import { newestFirst } from "../../src/history/newest-first.ts";
import { type Run, toRun } from "../../src/history/run.ts";
import { statisticsOf } from "../../src/history/statistics.ts";
import { attempt, HOUR, MINUTE, NOON, runItem } from "./run-items.ts";

const open = { endedAt: undefined, result: undefined } as const;
const untold = { startedAt: undefined, endedAt: undefined, outcome: undefined, durationMs: undefined } as const;

describe("a run", () => {
  test("does not run for ever once its lease is past", () => {
    const item = runItem({ ...open, state: "running", attempts: [attempt(untold)] });
    expect(toRun(item, NOON + MINUTE)).toMatchObject({ status: "running", endedAt: null, reason: null });
    const later = toRun(item, NOON + MINUTE + 5_001);
    expect(later).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/^lost/),
      endedAt: "2027-03-01T12:01:00.000Z",
    });
    expect(later.attempts[0]).toMatchObject({ outcome: "lost", startedAt: "2027-03-01T12:00:00.100Z" });
  });

  test("does not show an attempt as running that another has followed", () => {
    const item = runItem({ ...open, state: "running", attempt: 2, attempts: [attempt(untold), attempt(untold)] });
    expect(toRun(item, NOON + 1_000).attempts.map(({ outcome }) => outcome)).toEqual(["lost", "running"]);
  });

  test("is not dead before its last try, nor where no letter goes; after it, it is", () => {
    const tries = (count: number, last: object = {}) =>
      Array.from({ length: count }, (_, index) => attempt({ outcome: "failed", ...(index === count - 1 ? last : {}) }));
    const statusOf = (more: Parameters<typeof runItem>[0]) =>
      toRun(runItem({ state: "failed", ...more }), NOON + HOUR).status;
    expect(statusOf({ attempts: tries(2) })).toBe("failed");
    expect(statusOf({ attempts: tries(3) })).toBe("dead");
    expect(statusOf({ attempts: tries(3), tries: 0 })).toBe("failed");
    expect(statusOf({ attempts: tries(1), tries: 1 })).toBe("dead");
    expect(
      statusOf({ attempts: [...tries(3), attempt({ requestId: "r-2", outcome: "failed" })], requestId: "r-2" }),
    ).toBe("failed");
    expect(statusOf({ attempts: tries(3, { outcome: "skipped" }) })).toBe("dead");
    expect(statusOf({ attempts: tries(3), cancel: { by: "ada", reason: "enough", at: NOON } })).toBe("failed");
    const crashed = { state: "running", attempts: tries(3, untold) } as const;
    expect(statusOf(crashed)).toBe("dead");
    expect(statusOf({ ...crashed, leaseUntil: NOON + 2 * HOUR })).toBe("running");
  });

  test("does not wait for ever to be started", () => {
    const item = runItem({ ...open, state: "pending", attempts: [], requestedAt: NOON, startedAt: undefined });
    expect(toRun(item, NOON + 6 * HOUR).status).toBe("pending");
    expect(toRun(item, NOON + 7 * HOUR)).toMatchObject({ status: "failed", reason: "never started" });
  });

  test("does not hide why it failed", () => {
    const error = { type: "TypeError", message: "no rows", stack: undefined, truncated: false };
    const item = runItem({ ...open, state: "failed", attempts: [attempt({ outcome: "failed", error })] });
    expect(toRun(item, NOON)).toMatchObject({ status: "failed", reason: "TypeError: no rows" });
  });

  test("does not show a cut result as if it were whole", () => {
    const item = runItem({ result: { text: '{"rows":[1,2', truncated: true } });
    expect(toRun(item, NOON).result).toBe('{"rows":[1,2… (cut)');
    expect(toRun(runItem(), NOON).result).toEqual({ rows: 120 });
  });
});

describe("cost", () => {
  test("is not another than Lambda's public price", () => {
    // One GB for one second on arm64, and one request: 0.0000133334 + 0.0000002.
    expect(toRun(runItem(), NOON).cost).toBe(0.000013533);
    const two = runItem({ architecture: "x86_64", memoryMb: 512, attempts: [attempt({ initMs: 200 }), attempt()] });
    expect(toRun(two, NOON).cost).toBeCloseTo(2 * 0.0000002 + 0.5 * (1.2 + 1) * 0.0000166667, 8);
  });

  test("is not made up where nothing ran", () => {
    expect(toRun(runItem({ state: "skipped", attempts: [attempt(untold)] }), NOON).cost).toBeNull();
    expect(toRun(runItem({ memoryMb: undefined }), NOON).cost).toBeNull();
  });
});

describe("a list of runs", () => {
  const run = (dueAt: number, more: object = {}) => toRun(runItem({ dueAt, ...more }), NOON + HOUR);

  test("is not in another order however it was given", () => {
    const runs = [run(NOON), run(NOON + MINUTE), run(NOON - MINUTE)];
    const order = (given: Run[]) => newestFirst(given, { statuses: undefined, limit: 2 }).map(({ due }) => due);
    expect(order(runs)).toEqual(["2027-03-01T12:01:00.000Z", "2027-03-01T12:00:00.000Z"]);
    expect(order([...runs].reverse())).toEqual(order(runs));
  });

  test("does not count what did not end well among the durations", () => {
    const seconds = (state: "succeeded" | "failed", s: number) =>
      run(NOON, { state, startedAt: NOON, endedAt: NOON + s * 1_000 });
    const runs = [...Array.from({ length: 20 }, (_, index) => seconds("succeeded", index + 1)), seconds("failed", 999)];
    expect(statisticsOf(runs)).toEqual({ counts: { succeeded: 20, failed: 1 }, p50Ms: 10_000, p95Ms: 19_000 });
    expect(statisticsOf([])).toEqual({ counts: {}, p50Ms: null, p95Ms: null });
  });
});

describe("a filter", () => {
  const byHand = toRun(runItem({ dueAt: NOON - HOUR, trigger: "manual", by: "ada" }), NOON);
  const failed = toRun(runItem({ dueAt: NOON - 2 * HOUR, state: "failed", reason: "Out of ROPE" }), NOON);
  test.each([
    [{ triggers: new Set(["manual"] as const) }, [byHand]],
    [{ text: "rope" }, [failed]],
    [{ text: "ADA" }, [byHand]],
    [{ text: '"rows":120', statuses: new Set(["succeeded"] as const) }, [byHand]],
    [{ text: "nowhere" }, []],
  ])("does not let through what it does not mean: %j", (filter, left) => {
    expect(newestFirst([byHand, failed], { statuses: undefined, limit: 10, ...filter })).toEqual(left);
  });

  test("does not leave out of the failed what was given up on, nor count among the dead what was not", () => {
    const dead = toRun(runItem({ dueAt: NOON, state: "failed", tries: 1 }), NOON);
    const found = (status: "failed" | "dead") =>
      newestFirst([failed, dead], { statuses: new Set([status]), limit: 10 }).map((run) => run.status);
    expect(found("failed")).toEqual(["dead", "failed"]);
    expect(found("dead")).toEqual(["dead"]);
  });
});
