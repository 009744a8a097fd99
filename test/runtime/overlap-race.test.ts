// Many deliveries of one job at once, under overlap: queue: none beside another, none lost, none twice, whoever comes first.
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { systemRandom } from "../../src/core/random.ts";
import { job } from "../../src/index.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { createHandler } from "../../src/runtime/create-handler.ts";
import { type LedgerBench, openLedgerBench } from "../ledger/ledger-bench.ts";
import { contextFor, scheduled } from "./function-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Every delivery and every event that a run sends is an invocation of its own; resolves when none is under way. */
async function deliver(dues: readonly string[], handlerMs: number) {
  const ledger = { ...(await bench.ledger()), clock: systemClock };
  const begun = new Map<string, number>();
  let [going, most, requests] = [0, 0, 0];
  const underWay = new Set<Promise<unknown>>();
  const handler = createHandler(
    job(async (_input, run) => {
      begun.set(run.id, (begun.get(run.id) ?? 0) + 1);
      most = Math.max(most, ++going);
      await new Promise((resolve) => setTimeout(resolve, handlerMs));
      going--;
    }),
    {
      clock: systemClock,
      random: systemRandom,
      environment: { LAMP_JOB: "report" },
      print: silent,
      ledger: () => ledger,
      sendEvent: async (_function, event) => invoke(JSON.parse(event)),
    },
  );
  function invoke(event: unknown): void {
    const context = contextFor(`r-${++requests}`, systemClock as never);
    const ended: Promise<unknown> = handler(event, context).finally(() => underWay.delete(ended));
    underWay.add(ended);
  }
  for (const due of dues) invoke(scheduled(due, { policy: { overlap: "queue" } }));
  while (underWay.size > 0) await Promise.all(underWay);
  const { runs } = await runsOfJob(ledger, "report", { limit: 100 });
  return { runs, begun, most };
}

test.each([0, 3, 15, 40])(
  "a handler of %i ms is never run beside itself, and every due time has its end",
  async (ms) => {
    const dues = Array.from({ length: 8 }, (_, n) => `2027-03-01T12:0${n}:00Z`);
    const { runs, begun, most } = await deliver([...dues, ...dues.slice(0, 3)], ms);
    expect(most).toBe(1);
    expect([...begun.values()].every((times) => times === 1)).toBe(true);
    const own = runs.filter(({ reason }) => reason !== "duplicate");
    expect(own).toHaveLength(dues.length);
    for (const { state, reason, runId } of own) {
      expect([state, reason]).toEqual(begun.has(runId) ? ["succeeded", undefined] : ["skipped", "overlap"]);
    }
  },
);
