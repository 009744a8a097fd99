// A run that waits behind one whose process died: started by the watcher, once, and not while anything goes on.
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { acquireOverlapLock } from "../../src/ledger/writes/overlap-lock.ts";
import { job } from "../../src/runtime/job.ts";
import { startStranded } from "../../src/watch/start-stranded.ts";
import { claimantFor, envelopeFor, type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "../runtime/function-bench.ts";
import { doorsTo, rowsOf } from "./watch-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

test("a run that waits for a dead one does not wait for ever, nor is it started while anything goes on", async () => {
  const ledger = await bench.ledger();
  const sent: string[] = [];
  const doors = doorsTo(ledger, { sendEvent: async (_arn, event) => void sent.push(event) });
  const sweep = () => startStranded(doors, { "arn:f": ["report", "never-ran"] });
  // The first claims, takes the lock, and dies.
  const claimed = await claimRun(ledger, envelopeFor("report", NOON), claimantFor("r-1", NOON + 10 * MINUTE));
  await acquireOverlapLock(ledger, claimed.run as NonNullable<typeof claimed.run>);
  const { invoke } = functionOf(
    job(async () => "done"),
    ledger,
  );
  await ledger.clock.advanceTo(NOON + MINUTE);
  await invoke(scheduled("2027-03-01T12:01:00Z", { policy: { overlap: "queue" } }), "r-2");
  expect((await findRun(ledger, "report.20270301T120100Z"))?.state).toBe("pending");

  await ledger.clock.advanceTo(NOON + 14 * MINUTE);
  expect(await sweep()).toEqual([]);
  await ledger.clock.advanceTo(NOON + 16 * MINUTE);
  expect(await sweep()).toEqual(["report.20270301T120100Z"]);
  for (const [index, event] of [...sent, ...sent].entries()) await invoke(JSON.parse(event), `again-${index}`);
  expect(await sweep()).toEqual([]);
  expect((await rowsOf(ledger)).filter((row) => row.includes("succeeded"))).toEqual(["12:01 succeeded"]);
});
