// What the ledger says of when the local engine was there: minute by minute, and not through a sleep of the machine.
import { afterAll, beforeAll, expect, test } from "vitest";
import { EngineBeat } from "../../src/cli/dev/engine-beat.ts";
import { readEngineSpans } from "../../src/ledger/engine-spans.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

test("does not claim the time in which the machine slept, nor lose that before a kill", async () => {
  const { dynamo, table } = await bench.ledger();
  let now = NOON;
  let beat = () => {};
  const clock = {
    now: () => now,
    setTimer: (_at: number, fire: () => void) => {
      beat = fire;
      return { cancel() {} };
    },
  };
  const ledger = { dynamo, table, clock };
  const engine = new EngineBeat(ledger);
  engine.start();
  for (const at of [1, 2, 40, 41]) {
    now = NOON + at * MINUTE;
    beat();
  }
  now = NOON + 41.5 * MINUTE;
  await engine.stop();
  const spans = (await readEngineSpans(ledger)).map(({ fromAt, untilAt }) => [
    (fromAt - NOON) / MINUTE,
    (untilAt - NOON) / MINUTE,
  ]);
  expect(spans).toEqual([
    [0, 2],
    [40, 41.5],
  ]);
});
