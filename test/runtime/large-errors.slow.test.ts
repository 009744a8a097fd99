// Errors that no dead letter could hold: SQS takes a megabyte, and what is beyond it would cost the whole letter.
import { afterAll, beforeAll, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { type LedgerBench, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

async function thrownBy(thrown: unknown) {
  const ledger = await bench.ledger();
  const handler = job(() => {
    throw thrown;
  });
  const told = await functionOf(handler, ledger)
    .invoke(scheduled("2027-03-01T12:00:00Z"), "r-1")
    .catch((error: unknown) => error);
  return { told, run: await findRun(ledger, "report.20270301T120000Z") };
}

/** As Node's runtime tells Lambda of an error, and the letter then holds it. */
const tellingOf = (told: unknown) => {
  const { name, message, stack } = told as Error;
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split("\n") });
};

test("an error that no letter could hold is not told to Lambda whole", async () => {
  const { told, run } = await thrownBy(Object.assign(new RangeError("x".repeat(3_000_000)), { name: "TooBig" }));
  expect(tellingOf(told).length).toBeLessThan(10_000);
  expect(tellingOf(told)).toMatch(/^{"errorType":"TooBig","errorMessage":"xxx/);
  expect(run?.attempts[0]?.error).toMatchObject({ type: "TooBig", truncated: true });
  const text = await thrownBy("\u0001".repeat(1_000_000));
  expect(tellingOf(text.told).length).toBeLessThan(30_000);
});

test("an error of a size is not exchanged for another", async () => {
  const error = Object.assign(new Error("x".repeat(20_000)), { code: 7 });
  expect((await thrownBy(error)).told).toBe(error);
});
