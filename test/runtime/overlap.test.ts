// A run that is due while another goes on: asked to wait, or the other asked to stop; never two at once, and none lost.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { requestCancel } from "../../src/ledger/writes/request-cancel.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const dueAt = (minute: number) => `2027-03-01T12:0${minute}:00Z`;
const idOf = (minute: number) => `report.20270301T120${minute}00Z`;
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

/** A job whose runs go on until they are let go, by minute, or stop when they are asked to and may. */
async function jobWith(overlap: "queue" | "cancel", stops = true) {
  const ledger = await bench.ledger();
  const going = new Map<number, () => void>();
  let most = 0;
  const handler = job(
    (_input, run) =>
      new Promise<string>((resolve) => {
        const minute = run.due.getUTCMinutes();
        const end = (how: string) => {
          going.delete(minute);
          resolve(how);
        };
        going.set(minute, () => end("done"));
        most = Math.max(most, going.size);
        if (stops) run.signal.addEventListener("abort", () => end("stopped"));
      }),
  );
  const { invoke, sent } = functionOf(handler, ledger);
  const event = (minute: number, more = {}) => scheduled(dueAt(minute), { policy: { overlap }, ...more });
  return {
    ledger,
    going,
    sent,
    event,
    invoke: (minute: number, requestId = `r-${minute}`) => invoke(event(minute), requestId),
    again: (requestId = "again-1") => invoke(sent[0], requestId),
    mostAtOnce: () => most,
    async begun(minute: number) {
      await expect.poll(() => going.has(minute)).toBe(true);
    },
    rows: async () =>
      (await runsOfJob(ledger, "report", { limit: 20, newestFirst: false })).runs.map(
        ({ state, reason }) => `${state}${reason === undefined ? "" : ` ${reason}`}`,
      ),
  };
}

describe("overlap: queue", () => {
  test("does not start the second before the first has ended, nor lose it, and a third finds the queue full", async () => {
    const { invoke, begun, going, rows, sent, event, again, mostAtOnce, ledger } = await jobWith("queue");
    const first = invoke(0);
    await begun(0);
    expect(await invoke(1)).toEqual({ queued: idOf(0), runId: idOf(1) });
    expect(await findRun(ledger, idOf(1))).toMatchObject({ state: "pending", attempt: 0, attempts: [] });
    expect(await invoke(2)).toMatchObject({ skipped: "overlap" });
    expect(await rows()).toEqual(["running", `pending queued behind ${idOf(0)}`, "skipped overlap"]);
    expect(sent).toEqual([]);
    going.get(0)?.();
    await first;
    expect(sent).toEqual([event(1)]);
    const second = again();
    await begun(1);
    going.get(1)?.();
    expect(await second).toBe("done");
    expect(await findRun(ledger, idOf(1))).toMatchObject({ state: "succeeded", attempt: 1, reason: undefined });
    expect(sent).toHaveLength(1);
    expect(mostAtOnce()).toBe(1);
  });

  test("does not run the waiting one twice when it is started twice, nor when its own delivery comes again", async () => {
    const { invoke, begun, going, rows, again } = await jobWith("queue");
    const first = invoke(0);
    await begun(0);
    await invoke(1);
    expect(await invoke(1, "redelivered")).toMatchObject({ queued: idOf(0) });
    going.get(0)?.();
    await first;
    const both = [again("again-1"), again("again-2")];
    await begun(1);
    going.get(1)?.();
    const ended = await Promise.all(both);
    expect(ended.map((value) => (value === "done" ? "ran" : "not"))).toContain("ran");
    expect(await rows()).toEqual(["succeeded", "succeeded", "skipped duplicate"]);
  });

  test("does not lose the waiting one when the first crashed: the next run starts it", async () => {
    const { invoke, begun, going, sent, ledger, rows } = await jobWith("queue");
    void invoke(0).catch(() => {});
    await begun(0);
    await invoke(1);
    // Nothing more is heard of the first; its lease ends with its time. Its promise stays as it is.
    going.delete(0);
    await ledger.clock.advanceTo(NOON + MINUTE - 6_500);
    await invoke(2);
    const { clock } = ledger;
    const dead = { ...ledger, clock: { now: () => NOON + 2 * MINUTE, setTimer: clock.setTimer.bind(clock) } };
    const { invoke: third, sent: thirdSent } = functionOf(
      job(() => "ran"),
      dead as never,
    );
    expect(await third(scheduled(dueAt(3), { policy: { overlap: "queue" } }), "r-3")).toBe("ran");
    expect(thirdSent).toHaveLength(1);
    expect(sent).toEqual([]);
    expect(await third(thirdSent[0], "r-4")).toBe("ran");
    expect((await rows()).slice(1)).toEqual(["succeeded", "skipped overlap", "succeeded"]);
  });

  test("does not let the retry of a failed run in beside the one that waited for it: the retry waits in turn", async () => {
    const ledger = await bench.ledger();
    const order: string[] = [];
    let letGo = () => {};
    const { invoke, sent } = functionOf(
      job(async (_input, run) => {
        order.push(`${run.due.getUTCMinutes()} attempt ${run.attempt}`);
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
        if (order.length === 1) throw new Error("first");
      }),
      ledger,
    );
    const event = (minute: number) => scheduled(dueAt(minute), { policy: { overlap: "queue" } });
    const first = invoke(event(0), "r-0").catch(() => {});
    await expect.poll(() => order).toHaveLength(1);
    await invoke(event(1), "r-1");
    letGo();
    await first;
    const second = invoke(sent[0], "r-2");
    await expect.poll(() => order).toHaveLength(2);
    expect(await invoke(event(0), "r-0")).toMatchObject({ queued: idOf(1) });
    letGo();
    await second;
    const retried = invoke(sent[1], "r-3");
    await expect.poll(() => order).toHaveLength(3);
    letGo();
    await retried;
    expect(order).toEqual(["0 attempt 1", "1 attempt 1", "0 attempt 2"]);
    expect(await findRun(ledger, idOf(0))).toMatchObject({ state: "succeeded", attempt: 2 });
    expect(sent).toHaveLength(2);
  });

  test("does not start a waiting run that was cancelled meanwhile", async () => {
    const { invoke, begun, going, again, ledger } = await jobWith("queue");
    const first = invoke(0);
    await begun(0);
    await invoke(1);
    await requestCancel(ledger, idOf(1), { by: "ada", reason: "not today" });
    going.get(0)?.();
    await first;
    expect(await again()).toMatchObject({ skipped: "cancelled by ada: not today" });
    expect(await findRun(ledger, idOf(1))).toMatchObject({ state: "skipped" });
  });
});

describe("overlap: cancel", () => {
  test("does not run beside the old one: it asks that to stop, waits, and runs", async () => {
    const { invoke, begun, going, ledger, mostAtOnce, rows } = await jobWith("cancel");
    const first = invoke(0);
    await begun(0);
    await ledger.clock.advanceTo(NOON + 1_000);
    const second = invoke(1);
    await expect.poll(() => findRun(ledger, idOf(0))).toMatchObject({ cancel: { by: idOf(1) } });
    await ledger.clock.advanceTo(NOON + 5_000);
    expect(await first).toBe("stopped");
    for (let at = NOON + 6_000; !going.has(1) && at < NOON + 16_000; at += 1_000) {
      await ledger.clock.advanceTo(at);
      // Until it has looked, and waits for the next second.
      await expect.poll(() => going.has(1) || (ledger.clock.nextAt() ?? at) <= at + 1_000).toBe(true);
    }
    await begun(1);
    going.get(1)?.();
    expect(await second).toBe("done");
    expect(mostAtOnce()).toBe(1);
    expect(await rows()).toEqual([`succeeded cancelled by ${idOf(1)}: it is due (overlap: cancel)`, "succeeded"]);
  });

  test("does not wait longer than a quarter of its time for one that does not stop, nor stop one that is due later", async () => {
    const { invoke, begun, going, ledger, rows } = await jobWith("cancel", false);
    const first = invoke(1);
    await begun(1);
    expect(await invoke(0)).toMatchObject({ skipped: "overlap" });
    expect((await findRun(ledger, idOf(1)))?.cancel).toBeUndefined();
    const second = invoke(2);
    let ended: unknown;
    void second.then((value) => {
      ended = value;
    });
    for (let at = NOON + 1_000; ended === undefined && at <= NOON + 20_000; at += 1_000) {
      await ledger.clock.advanceTo(at);
      // Until it has looked, and waits for the next second.
      await expect.poll(() => ended !== undefined || (ledger.clock.nextAt() ?? at) <= at + 1_000).toBe(true);
    }
    expect(ended).toMatchObject({ skipped: "overlap" });
    expect(ledger.clock.now()).toBeLessThanOrEqual(NOON + 17_000);
    going.get(1)?.();
    await first;
    expect((await rows()).slice(0, 1)).toEqual(["skipped overlap"]);
  });
});

describe("any overlap rule but allow", () => {
  test("does not let a run in while one that timed out is recorded and not yet ended", async () => {
    const { invoke, begun, going, ledger } = await jobWith("cancel", false);
    const first = invoke(0).catch(() => {});
    await begun(0);
    await ledger.clock.advanceTo(NOON + MINUTE - 1_000);
    await expect.poll(() => findRun(ledger, idOf(0))).toMatchObject({ state: "failed", reason: "timed out" });
    const { invoke: skip } = functionOf(
      job(() => "ran"),
      ledger,
    );
    expect(await skip(scheduled(dueAt(1)), "r-1")).toMatchObject({ skipped: "overlap" });
    going.get(0)?.();
    await first;
    await ledger.clock.advanceTo(NOON + MINUTE + 1);
    expect(await skip(scheduled(dueAt(2)), "r-2")).toBe("ran");
  });
});
