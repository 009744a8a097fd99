// The claim and what follows it: one run for equal deliveries, and nobody writes over another's.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunItem } from "../../src/ledger/items/run-item.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { enterQueue } from "../../src/ledger/writes/enter-queue.ts";
import { boundError, finishAttempt } from "../../src/ledger/writes/finish-attempt.ts";
import { acquireOverlapLock } from "../../src/ledger/writes/overlap-lock.ts";
import { recordDuplicate } from "../../src/ledger/writes/record-duplicate.ts";
import { recordProgress } from "../../src/ledger/writes/record-progress.ts";
import { claimantFor, envelopeFor, type LedgerBench, MINUTE, NOON, openLedgerBench } from "./ledger-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

async function claimed(ledger: Ledger, requestId: string, dueAt = NOON, leaseUntil = ledger.clock.now() + MINUTE) {
  const result = await claimRun(ledger, envelopeFor("report", dueAt), claimantFor(requestId, leaseUntil));
  if (result.kind !== "claimed") throw new Error(`${requestId} was refused`);
  return result.run;
}

const refused = async (ledger: Ledger, requestId: string, generation = 0) => {
  const envelope = envelopeFor("report", NOON, { generation });
  const result = await claimRun(ledger, envelope, claimantFor(requestId, ledger.clock.now() + MINUTE));
  return result.kind === "duplicate" ? result.run?.state : undefined;
};

const fail = (ledger: Ledger, run: RunItem) =>
  finishAttempt(ledger, run, { outcome: "failed", startedAt: NOON, error: boundError("Error", "no", undefined) });

describe("a claim", () => {
  test("does not let two deliveries of one due time both run, whichever comes first", async () => {
    const ledger = await bench.ledger();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimRun(ledger, envelopeFor("report", NOON), claimantFor(`r-${index}`, NOON + MINUTE)),
      ),
    );
    expect(results.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
  });

  test("does not free a run that succeeded, for a redrive neither", async () => {
    const ledger = await bench.ledger();
    const run = await claimed(ledger, "r-1");
    const result = { text: "{}", truncated: false };
    expect(await finishAttempt(ledger, run, { outcome: "succeeded", result })).toBe(true);
    expect(await refused(ledger, "r-1")).toBe("succeeded");
    expect(await refused(ledger, "r-2")).toBe("succeeded");
    await ledger.clock.advanceTo(NOON + 24 * 60 * MINUTE);
    expect(await refused(ledger, "r-3")).toBe("succeeded");
    expect(await refused(ledger, "r-4", 1)).toBe("succeeded");
  });

  test("does not free a run that failed for anybody but a redrive, and not twice for the same one", async () => {
    const ledger = await bench.ledger();
    const run = await claimed(ledger, "r-1");
    expect(await refused(ledger, "r-2", 1)).toBe("running");
    await fail(ledger, run);
    expect(await refused(ledger, "r-3")).toBe("failed");
    expect(await refused(ledger, "r-4", 1)).toBeUndefined();
    const again = await findRun(ledger, run.runId);
    expect(again).toMatchObject({ state: "running", attempt: 2, generation: 1, result: undefined });
    expect(again?.attempts[0]?.outcome).toBe("failed");
    if (again) await fail(ledger, again);
    expect(await refused(ledger, "r-5", 1)).toBe("failed");
  });

  test("does not refuse Lambda's own retry, and does not overwrite the attempt before", async () => {
    const ledger = await bench.ledger();
    const first = await claimed(ledger, "r-1");
    expect(await fail(ledger, first)).toBe(true);
    expect(await refused(ledger, "r-2")).toBe("failed");
    const second = await claimed(ledger, "r-1");
    expect(second.attempt).toBe(2);
    await finishAttempt(ledger, second, { outcome: "succeeded" });
    const run = await findRun(ledger, first.runId);
    expect(run?.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
    expect(run).toMatchObject({ state: "succeeded", reason: undefined });
  });

  test("does not block a run for ever when its attempt died: the lease runs out", async () => {
    const ledger = await bench.ledger();
    await claimed(ledger, "r-1");
    expect(await refused(ledger, "r-2")).toBe("running");
    await ledger.clock.advanceTo(NOON + MINUTE + 1);
    const taken = await claimed(ledger, "r-3");
    expect(taken.attempt).toBe(2);
  });

  test("does not let what is left of an earlier generation take a later one, crashed or waiting", async () => {
    const ledger = await bench.ledger();
    await fail(ledger, await claimed(ledger, "r-1"));
    expect(await refused(ledger, "r-2", 2)).toBeUndefined();
    await ledger.clock.advanceTo(NOON + MINUTE + 1);
    expect(await refused(ledger, "r-3", 0)).toBe("running");
    expect(await refused(ledger, "r-4", 1)).toBe("running");
    expect(await refused(ledger, "r-5", 2)).toBeUndefined();
    expect(await findRun(ledger, "report.20270301T120000Z")).toMatchObject({ generation: 2, attempt: 3 });
  });

  test("does not count twice when its answer was lost and the write is sent again", async () => {
    const ledger = await bench.ledger();
    const claimant = claimantFor("r-1", NOON + MINUTE);
    await claimRun(ledger, envelopeFor("report", NOON), claimant);
    const again = await claimRun(ledger, envelopeFor("report", NOON), claimant);
    expect(again).toMatchObject({ kind: "claimed", run: { attempt: 1 } });
  });

  test("does not take a run that waits in the queue by a request that arrives after its sender put the run there", async () => {
    const ledger = await bench.ledger();
    await claimed(ledger, "r-0", NOON - MINUTE);
    const claimant = claimantFor("r-1", NOON + MINUTE);
    const result = await claimRun(ledger, envelopeFor("report", NOON), claimant);
    if (result.kind !== "claimed") throw new Error("it was refused");
    await enterQueue(ledger, result.run, "report", "{}", "report.20270301T115900Z");
    await claimRun(ledger, envelopeFor("report", NOON), claimant);
    expect(await findRun(ledger, result.run.runId)).toMatchObject({ state: "pending", attempt: 0 });
    expect(await claimed(ledger, "r-2")).toMatchObject({ state: "running", attempt: 1 });
  });

  test("does not let a late writer change what its successor holds", async () => {
    const ledger = await bench.ledger();
    const late = await claimed(ledger, "r-1");
    await ledger.clock.advanceTo(NOON + MINUTE + 1);
    const successor = await claimed(ledger, "r-2");
    expect(await finishAttempt(ledger, late, { outcome: "succeeded" })).toBe(false);
    expect(await recordProgress(ledger, late, { done: 9, total: 9, at: NOON })).toBeUndefined();
    expect(await recordProgress(ledger, successor, { done: 1, total: 9, at: NOON })).toMatchObject({
      progress: { done: 1 },
    });
    expect(await findRun(ledger, late.runId)).toMatchObject({ state: "running", attempt: 2, progress: { done: 1 } });
  });

  test("does not say an ending was lost when only its answer was", async () => {
    const ledger = await bench.ledger();
    const run = await claimed(ledger, "r-1");
    expect(await finishAttempt(ledger, run, { outcome: "succeeded" })).toBe(true);
    expect(await finishAttempt(ledger, run, { outcome: "succeeded" })).toBe(true);
    await ledger.clock.advanceTo(NOON + 1);
    expect(await finishAttempt(ledger, run, { outcome: "failed" })).toBe(false);
    expect(await findRun(ledger, run.runId)).toMatchObject({ state: "succeeded" });
  });

  test("does not hide a duplicate, nor show one delivery's twice", async () => {
    const ledger = await bench.ledger();
    const run = await claimed(ledger, "r-1");
    const envelope = envelopeFor("report", NOON);
    await recordDuplicate(ledger, envelope, claimantFor("R-2-abc", NOON));
    await recordDuplicate(ledger, envelope, claimantFor("R-2-abc", NOON));
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ runId, state, reason, runKey }) => ({ runId, state, reason, runKey }))).toEqual([
      { runId: "report.20270301T120000Z.dup-r2abc", state: "skipped", reason: "duplicate", runKey: run.runKey },
      { runId: run.runId, state: "running", reason: undefined, runKey: run.runKey },
    ]);
  });
});

describe("the overlap lock", () => {
  const held = { kind: "held", by: "report.20270301T120000Z", until: NOON + MINUTE };

  test("does not let a second run in while the first goes on", async () => {
    const ledger = await bench.ledger();
    const first = await claimed(ledger, "r-1");
    expect(await acquireOverlapLock(ledger, first)).toEqual({ kind: "acquired" });
    const second = await claimed(ledger, "r-2", NOON + 1_000);
    expect(await acquireOverlapLock(ledger, second)).toEqual(held);
    expect(await acquireOverlapLock(ledger, first)).toEqual({ kind: "acquired" });
  });

  test("does not stay with a run that ended, or whose lease ran out", async () => {
    const ledger = await bench.ledger();
    const first = await claimed(ledger, "r-1");
    await acquireOverlapLock(ledger, first);
    await finishAttempt(ledger, first, { outcome: "succeeded" });
    const second = await claimed(ledger, "r-2", NOON + 1_000, NOON + 2 * MINUTE);
    expect(await acquireOverlapLock(ledger, second)).toEqual({ kind: "acquired" });
    await ledger.clock.advanceTo(NOON + 2 * MINUTE + 1);
    const third = await claimed(ledger, "r-3", NOON + 2_000);
    expect(await acquireOverlapLock(ledger, third)).toEqual({ kind: "acquired" });
  });

  test("does not let two take over from a finished run at once", async () => {
    const ledger = await bench.ledger();
    const first = await claimed(ledger, "r-0");
    await acquireOverlapLock(ledger, first);
    await finishAttempt(ledger, first, { outcome: "succeeded" });
    const rivals = await Promise.all(
      [1, 2, 3, 4, 5].map((index) => claimed(ledger, `r-${index}`, NOON + index * 1_000)),
    );
    const results = await Promise.all(rivals.map((run) => acquireOverlapLock(ledger, run)));
    expect(results.filter(({ kind }) => kind === "acquired")).toHaveLength(1);
  });
});
