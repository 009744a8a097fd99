// The catalogue of deliveries (reliability notes 3.4 and 3.7) as far as the runtime answers for it, each case by its id.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const DUE = "2027-03-01T12:00:00Z";
const RUN_ID = "report.20270301T120000Z";
const DAY = 86_400_000;
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

async function counted() {
  const ledger = await bench.ledger();
  let calls = 0;
  const count = job(() => ++calls);
  return { ledger, ...functionOf(count, ledger), calls: () => calls };
}

describe("a delivery", () => {
  test("Q01: does not run a due time again a millisecond, an hour or thirteen days later", async () => {
    const { ledger, invoke, calls } = await counted();
    await invoke(scheduled(DUE), "r-0");
    for (const [index, ms] of [1, 3_600_000, 13 * DAY].entries()) {
      await ledger.clock.advanceTo(NOON + ms);
      expect(await invoke(scheduled(DUE), `again${index}`)).toMatchObject({ skipped: "duplicate" });
    }
    expect(calls()).toBe(1);
  });

  test("Q02, C10: a hundred at the same time are not more than one run", async () => {
    const { ledger, invoke, calls } = await counted();
    await Promise.all(Array.from({ length: 100 }, (_, index) => invoke(scheduled(DUE), `${1_000 + index}`)));
    expect(calls()).toBe(1);
    const { runs } = await runsOfJob(ledger, "report", { limit: 200 });
    expect(runs.filter(({ state }) => state === "succeeded")).toHaveLength(1);
    expect(runs.filter(({ reason }) => reason === "duplicate")).toHaveLength(99);
  });

  test("Q03: one that comes before an earlier one does not displace it, nor its place in the history", async () => {
    const { ledger, invoke, calls } = await counted();
    const earlier = "2027-03-01T11:55:00Z";
    await invoke(scheduled(DUE), "r-1");
    await invoke(scheduled(earlier), "r-2");
    expect(calls()).toBe(2);
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ dueAt }) => dueAt)).toEqual([NOON, NOON - 5 * MINUTE]);
  });

  test("Q04: a run that goes on past its lease does not record its end over that of the one that took over", async () => {
    const ledger = await bench.ledger();
    const ends: (() => void)[] = [];
    const { invoke } = functionOf(
      job(
        (_input, run) =>
          new Promise((resolve) => {
            ends.push(() => resolve(`attempt ${run.attempt}`));
          }),
      ),
      ledger,
    );
    const dead = functionOf(
      job(() => "taken over"),
      {
        ...ledger,
        clock: { now: () => NOON + 2 * MINUTE, setTimer: ledger.clock.setTimer.bind(ledger.clock) } as never,
      },
    );
    const first = invoke(scheduled(DUE), "r-1");
    await expect.poll(() => ends).toHaveLength(1);
    expect(await dead.invoke(scheduled(DUE), "r-2")).toBe("taken over");
    ends[0]?.();
    await first;
    expect(await findRun(ledger, RUN_ID)).toMatchObject({
      ...{ state: "succeeded", attempt: 2, result: { text: '"taken over"' } },
    });
  });

  test("Q20: a claim whose answer was lost is not taken for another's", async () => {
    const ledger = await bench.ledger();
    let lost = 0;
    // The first answer is lost after the write; the door asks again by itself.
    const dynamo: typeof ledger.dynamo = {
      async send(operation, input) {
        if (operation === "UpdateItem" && lost++ === 0) await ledger.dynamo.send(operation, input);
        return ledger.dynamo.send(operation, input);
      },
    };
    const { invoke } = functionOf(
      job((_input, run) => run.attempt),
      { ...ledger, dynamo },
    );
    expect(await invoke(scheduled(DUE), "r-1")).toBe(1);
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "succeeded", attempt: 1 });
  });

  test("Q24: a run by hand in the second of the due time does not take its place", async () => {
    const { ledger, invoke, calls } = await counted();
    const byHand = { trigger: "manual", runId: `${RUN_ID}.0badcafe`, requestId: "by-hand", schedule: null };
    await invoke(scheduled(DUE, byHand), "r-1");
    await invoke(scheduled(DUE), "r-2");
    expect(calls()).toBe(2);
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ state, trigger }) => `${state} ${trigger}`).sort()).toEqual([
      "succeeded manual",
      "succeeded schedule",
    ]);
  });
});
