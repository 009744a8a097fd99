// A run from the event to the record, handler in between, on the engine's DynamoDB.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const DUE = "2027-03-01T12:00:00Z";
const RUN_ID = "report.20270301T120000Z";
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

describe("a scheduled run", () => {
  test("does not lose what the handler was given, said and returned", async () => {
    const ledger = await bench.ledger();
    const seen: unknown[] = [];
    const handler = job<{ bucket: string }>(async (input, run) => {
      run.log.info("reporting", { day: "monday", big: 1n });
      run.progress(3, 10);
      seen.push({ ...input, id: run.id, due: run.due.toISOString(), attempt: run.attempt, key: run.idempotencyKey });
      await ledger.clock.advanceTo(NOON + 1_500);
      return { rows: 120 };
    });
    const { invoke, lines } = functionOf(handler, ledger);
    expect(await invoke(scheduled(DUE), "r-1")).toEqual({ rows: 120 });
    const key = `report#${DUE}`;
    expect(seen).toEqual([{ bucket: "acme", id: RUN_ID, due: "2027-03-01T12:00:00.000Z", attempt: 1, key }]);
    expect(lines).toEqual([{ level: "info", message: "reporting", runId: RUN_ID, day: "monday", big: "1" }]);
    const run = await findRun(ledger, RUN_ID);
    expect(run).toMatchObject({
      state: "succeeded",
      trigger: "schedule",
      schedule: "report",
      startedAt: NOON,
      endedAt: NOON + 1_500,
      progress: { done: 3, total: 10 },
      input: { text: '{"bucket":"acme"}', truncated: false },
      result: { text: '{"rows":120}', truncated: false },
      memoryMb: 256,
      expiresAt: NOON / 1_000 + 90 * 86_400,
    });
    expect(run?.attempts).toEqual([
      expect.objectContaining({
        requestId: "r-1",
        delivery: "d0f2f0f0a1b2c3d4",
        deliveryAttempt: 1,
        outcome: "succeeded",
        startedAt: NOON,
        durationMs: 1_500,
        initMs: expect.any(Number),
        memoryUsedMb: expect.any(Number),
        logGroup: "/aws/lambda/acme-local-report",
        logStream: "2027/03/01/[1]abc",
      }),
    ]);
  });

  test("does not call the handler twice for two deliveries, and shows the second", async () => {
    const ledger = await bench.ledger();
    let calls = 0;
    const { invoke } = functionOf(
      job(() => ++calls),
      ledger,
    );
    await Promise.all([invoke(scheduled(DUE), "r-1"), invoke(scheduled(DUE, { schedule: "…/report.other" }), "r-2")]);
    expect(calls).toBe(1);
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ state, reason }) => [state, reason])).toEqual([
      ["skipped", "duplicate"],
      ["succeeded", undefined],
    ]);
    expect(new Set(runs.map(({ runKey }) => runKey)).size).toBe(1);
  });

  test("Q19: does not start when the ledger refuses the claim", async () => {
    const ledger = { ...(await bench.ledger()), table: "no-such-table" };
    let calls = 0;
    const { invoke } = functionOf(
      job(() => ++calls),
      ledger,
    );
    await expect(invoke(scheduled(DUE), "r-1")).rejects.toThrow("ResourceNotFoundException");
    expect(calls).toBe(0);
  });

  test("does not overlap the run before it, unless the job allows it", async () => {
    const ledger = await bench.ledger();
    let go = () => {};
    const going = new Promise<void>((resolve) => {
      go = resolve;
    });
    const first = functionOf(
      job(() => going),
      ledger,
    ).invoke(scheduled(DUE), "r-1");
    await expect.poll(() => findRun(ledger, RUN_ID)).toMatchObject({ state: "running" });
    const { invoke } = functionOf(
      job(() => "ran"),
      ledger,
    );
    const later = "2027-03-01T12:01:00Z";
    expect(await invoke(scheduled(later), "r-2")).toMatchObject({ skipped: "overlap" });
    expect(await findRun(ledger, "report.20270301T120100Z")).toMatchObject({ state: "skipped", reason: "overlap" });
    const allowed = scheduled("2027-03-01T12:02:00Z", { policy: { overlap: "allow" } });
    expect(await invoke(allowed, "r-3")).toBe("ran");
    go();
    await first;
    expect(await invoke(scheduled("2027-03-01T12:03:00Z"), "r-4")).toBe("ran");
  });

  test("does not count a failed run as done with because its retry found the job busy", async () => {
    const ledger = await bench.ledger();
    let begun = false;
    let go = () => {};
    const going = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { invoke } = functionOf(
      job((_input, run) => {
        if (run.due.getUTCMinutes() > 0) {
          begun = true;
          return going;
        }
        if (run.attempt === 1) throw new Error("first");
        return "made good";
      }),
      ledger,
    );
    await expect(invoke(scheduled(DUE), "r-1")).rejects.toThrow("first");
    const second = invoke(scheduled("2027-03-01T12:01:00Z"), "r-2");
    await expect.poll(() => begun).toBe(true);
    // Lambda counts it as failed: it tries again, and in the end there is a letter.
    await expect(invoke(scheduled(DUE), "r-1")).rejects.toThrow("overlap");
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "failed", reason: "overlap" });
    go();
    await second;
    expect(await invoke(scheduled(DUE), "r-1")).toBe("made good");
  });

  test("does not start later than the job allows", async () => {
    const ledger = await bench.ledger();
    await ledger.clock.advanceTo(NOON + 31 * MINUTE);
    let calls = 0;
    const { invoke } = functionOf(
      job(() => ++calls),
      ledger,
    );
    const policy = { startBySeconds: 30 * 60 };
    expect(await invoke(scheduled(DUE, { policy }), "r-1")).toMatchObject({ skipped: "late" });
    expect(await invoke(scheduled("2027-03-01T12:01:00Z", { policy }), "r-2")).toBe(1);
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "skipped", reason: "late" });
  });

  test("Q21: does not take a result over the bound whole, nor hide that it was cut", async () => {
    const ledger = await bench.ledger();
    const big = "ü".repeat(20_000);
    expect(
      await functionOf(
        job(() => big),
        ledger,
      ).invoke(scheduled(DUE), "r-1"),
    ).toBe(big);
    const run = await findRun(ledger, RUN_ID);
    expect(run?.result?.truncated).toBe(true);
    expect(Buffer.byteLength(run?.result?.text ?? "")).toBeLessThanOrEqual(8_192);
    expect(run?.result?.text).toMatch(/^"ü+$/);
  });
});

describe("a handler of another kind", () => {
  test("does not lose its run: a plain Lambda handler gets the envelope and is recorded", async () => {
    const ledger = await bench.ledger();
    const event = scheduled(DUE);
    const { invoke } = functionOf(
      (given: unknown, context: { awsRequestId: string }) => [given, context.awsRequestId],
      ledger,
    );
    expect(await invoke(event, "r-1")).toEqual([event, "r-1"]);
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "succeeded" });
    expect(await invoke({ Records: [] }, "r-2")).toEqual([{ Records: [] }, "r-2"]);
  });

  test("does not lose an event that is no envelope: it is a run of its own, once over its retries", async () => {
    const ledger = await bench.ledger();
    let calls = 0;
    const handler = job((input) => {
      if (++calls === 1) throw new Error("first");
      return input;
    });
    const { invoke } = functionOf(handler, ledger);
    const event = { source: "aws.s3", time: "2027-03-01T11:59:59Z", detail: {} };
    await expect(invoke(event, "aabbccdd-1")).rejects.toThrow("first");
    expect(await invoke(event, "aabbccdd-1")).toEqual(event);
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs).toMatchObject([{ trigger: "event", by: "aws.s3", state: "succeeded", attempt: 2 }]);
  });

  test.each([undefined, null, {}, "text"])("is not accepted: %j", async (userExport) => {
    const ledger = await bench.ledger();
    expect(() => functionOf(userExport, ledger)).toThrow("default export");
  });

  test.each([
    ["a later format", { lamplighter: 2 }, "lamplighter is 2"],
    ["attributes nobody filled in", { due: "<aws.scheduler.scheduled-time>" }, "due is"],
    ["a job that is no name", { job: "a.b" }, "job is"],
    ["another job's run", { runId: "other.20270301T120000Z" }, "runId is"],
  ])("is not called with an envelope of %s", async (_what, more, said) => {
    const ledger = await bench.ledger();
    let calls = 0;
    const { invoke } = functionOf(
      job(() => ++calls),
      ledger,
    );
    await expect(invoke(scheduled(DUE, more), "r-1")).rejects.toThrow(said);
    expect(calls).toBe(0);
  });
});
