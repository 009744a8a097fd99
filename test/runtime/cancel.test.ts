// Asking a run to stop: noticed while the handler runs, kept over retries, and never the end of a run it was not meant for.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toRun } from "../../src/history/run.ts";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { requestCancel } from "../../src/ledger/writes/request-cancel.ts";
import type { Run } from "../../src/runtime/run/run.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const DUE = "2027-03-01T12:00:00Z";
const RUN_ID = "report.20270301T120000Z";
const ASKED = { by: "ada", reason: "wrong bucket" };
const TEXT = "cancelled by ada: wrong bucket";
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

type Bench = Awaited<ReturnType<LedgerBench["ledger"]>>;
const aborted = (run: Run) =>
  new Promise<void>((resolve) => run.signal.addEventListener("abort", () => resolve(), { once: true }));

/** A handler that starts, and does what it is told when it is aborted. */
async function started(ledger: Bench, then: (run: Run) => unknown) {
  let run: Run | undefined;
  const bench = functionOf(
    job(async (_input, given) => {
      run = given;
      await aborted(given);
      return then(given);
    }),
    ledger,
  );
  const ended = bench.invoke(scheduled(DUE), "r-1");
  await expect.poll(() => run).toBeDefined();
  return { ended, invoke: bench.invoke, run: run as unknown as Run };
}

describe("a run that is asked to stop", () => {
  test("does not go on for more than five seconds, and its signal says who asked", async () => {
    const ledger = await bench.ledger();
    const { ended, run } = await started(ledger, () => "stopped early");
    expect(await requestCancel(ledger, RUN_ID, ASKED)).toBe(true);
    expect(toRun((await findRun(ledger, RUN_ID)) as never, NOON)).toMatchObject({
      status: "running",
      reason: `asked to stop: ${TEXT}`,
    });
    await ledger.clock.advanceTo(NOON + 5_000);
    expect(await ended).toBe("stopped early");
    expect(run.signal.reason).toMatchObject({ code: "cancelled", message: TEXT });
    expect(await findRun(ledger, RUN_ID)).toMatchObject({
      state: "succeeded",
      reason: TEXT,
      attempts: [{ outcome: "succeeded", reason: TEXT }],
    });
  });

  test("does not wait for the next look where its progress is written", async () => {
    const ledger = await bench.ledger();
    const { ended, run } = await started(ledger, () => "stopped");
    await requestCancel(ledger, RUN_ID, ASKED);
    run.progress(1, 2);
    await ledger.clock.advanceTo(NOON + 10);
    expect(await ended).toBe("stopped");
  });

  test("does not come back as a retry or a dead letter when it ends by failing", async () => {
    const ledger = await bench.ledger();
    const { ended } = await started(ledger, (run) => run.signal.throwIfAborted());
    await requestCancel(ledger, RUN_ID, ASKED);
    await ledger.clock.advanceTo(NOON + 5_000);
    expect(await ended).toEqual({ cancelled: TEXT, runId: RUN_ID });
    expect(await findRun(ledger, RUN_ID)).toMatchObject({
      state: "failed",
      reason: TEXT,
      attempts: [{ outcome: "failed", error: { message: TEXT } }],
    });
  });

  test("does not end before its handler does, when that ignores it: its deadline ends it, and no retry starts", async () => {
    const ledger = await bench.ledger();
    let calls = 0;
    let stop = () => {};
    const never = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const handler = job(() => {
      calls++;
      return never;
    });
    const { invoke } = functionOf(handler, ledger);
    const ended = invoke(scheduled(DUE), "r-1").catch((error: unknown) => error);
    await expect.poll(() => calls).toBe(1);
    await requestCancel(ledger, RUN_ID, ASKED);
    await ledger.clock.advanceTo(NOON + 30_000);
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "running" });
    await ledger.clock.advanceTo(NOON + MINUTE);
    await expect.poll(() => findRun(ledger, RUN_ID)).toMatchObject({ attempts: [{ outcome: "timed out" }] });
    stop();
    expect(await ended).toMatchObject({ code: "timed-out" });
    expect(await invoke(scheduled(DUE), "r-1")).toMatchObject({ skipped: TEXT });
    expect(calls).toBe(1);
    expect(await findRun(ledger, RUN_ID)).toMatchObject({
      state: "failed",
      reason: TEXT,
      attempts: [{ outcome: "timed out" }, { outcome: "skipped" }],
    });
  });

  test("is not asked once it has ended, and a redrive of it is not cancelled by what was asked of it before", async () => {
    const ledger = await bench.ledger();
    const { ended, invoke } = await started(ledger, () => {
      throw new Error("no");
    });
    await requestCancel(ledger, RUN_ID, ASKED);
    await ledger.clock.advanceTo(NOON + 5_000);
    await ended;
    expect(await requestCancel(ledger, RUN_ID, ASKED)).toBe(false);
    expect(await requestCancel(ledger, "report.20270301T130000Z", ASKED)).toBe(false);
    expect(await requestCancel(ledger, "no run id", ASKED)).toBe(false);
    const again = invoke(scheduled(DUE, { generation: 1, trigger: "redrive" }), "r-2").catch(() => {});
    await expect.poll(() => findRun(ledger, RUN_ID)).toMatchObject({ state: "running", cancel: undefined });
    await requestCancel(ledger, RUN_ID, { by: "bob", reason: "again" });
    await ledger.clock.advanceTo(NOON + 10_000);
    await again;
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "failed", reason: "cancelled by bob: again" });
  });

  test("does not lose its own end to a cancel that comes at the same moment", async () => {
    const ledger = await bench.ledger();
    for (let n = 0; n < 10; n++) {
      const due = `2027-03-01T12:00:${String(n).padStart(2, "0")}Z`;
      const id = `report.20270301T1200${String(n).padStart(2, "0")}Z`;
      const { invoke } = functionOf(
        job(() => n),
        ledger,
      );
      const [result] = await Promise.all([invoke(scheduled(due), `r-${n}`), requestCancel(ledger, id, ASKED)]);
      const run = await findRun(ledger, id);
      const wasStopped = run?.state === "skipped" && run.reason === TEXT;
      expect(wasStopped || (run?.state === "succeeded" && result === n)).toBe(true);
    }
  });
});

describe("a run that nobody asks anything of", () => {
  test("does not read its item when it is short", async () => {
    const ledger = await bench.ledger();
    const asked: string[] = [];
    const dynamo: Bench["dynamo"] = {
      send(operation, input) {
        asked.push(operation);
        return ledger.dynamo.send(operation, input);
      },
    };
    const { invoke } = functionOf(
      job(() => "done"),
      { ...ledger, dynamo },
    );
    await invoke(scheduled(DUE), "r-1");
    await ledger.clock.advanceTo(NOON + MINUTE);
    expect(asked).toEqual(["UpdateItem", "UpdateItem", "UpdateItem"]);
  });
});
