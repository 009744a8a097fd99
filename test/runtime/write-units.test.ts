// What a run costs in the ledger (P13): units as the engine counts them, which is as DynamoDB bills them, held against the table of docs/runs.md.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { recordHole } from "../../src/ledger/writes/record-hole.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const DUE = "2027-03-01T12:00:00Z";
const PAGE = readFileSync(new URL("../../docs/runs.md", import.meta.url), "utf8");
/** Lambda's own are as long. */
const requestId = (last: number) => `3f2f0f0a-b1c2-4d3e-9f40-${String(last).padStart(12, "0")}`;
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

interface Units {
  writes: number;
  reads: number;
}

/** A ledger that asks of each answer what it consumed. */
async function metered() {
  const ledger = await bench.ledger();
  const units: Units = { writes: 0, reads: 0 };
  const dynamo: typeof ledger.dynamo = {
    async send(operation, input) {
      const answer = await ledger.dynamo.send(operation, { ...input, ReturnConsumedCapacity: "TOTAL" });
      const { CapacityUnits } = answer["ConsumedCapacity"] as { readonly CapacityUnits: number };
      units[operation === "Query" || operation === "GetItem" ? "reads" : "writes"] += CapacityUnits;
      return answer;
    },
  };
  return { ledger: { ...ledger, dynamo }, units };
}

const event = (overlap: "allow" | "skip", more = {}) => scheduled(DUE, { policy: { overlap, ...more } });
const report = job(() => ({ rows: 120 }));
/** As long as a bundle's is on Lambda; the test's own is longer, and differs from run to run. */
const STACK =
  "Error: the bucket is not there\n    at report (/var/task/index.mjs:42:11)\n    at call (/var/task/index.mjs:7:310)";
const broken = job(() => {
  throw Object.assign(new Error("the bucket is not there"), { stack: STACK });
});

type Happening = (ledger: Awaited<ReturnType<typeof metered>>["ledger"], units: Units) => Promise<unknown>;
const OUTCOMES: readonly (readonly [outcome: string, happen: Happening])[] = [
  ["succeeded, `overlap: allow`", (ledger) => functionOf(report, ledger).invoke(event("allow"), requestId(1))],
  ["succeeded", (ledger) => functionOf(report, ledger).invoke(event("skip"), requestId(1))],
  [
    "failed once, then succeeded",
    async (ledger) => {
      await expect(functionOf(broken, ledger).invoke(event("skip"), requestId(1))).rejects.toThrow("bucket");
      await functionOf(report, ledger).invoke(event("skip"), requestId(1));
    },
  ],
  [
    "failed three times: dead",
    async (ledger) => {
      for (let tries = 0; tries < 3; tries++) {
        await expect(functionOf(broken, ledger).invoke(event("skip"), requestId(1))).rejects.toThrow("bucket");
      }
    },
  ],
  [
    "a second delivery",
    async (ledger, units) => {
      await functionOf(report, ledger).invoke(event("skip"), requestId(1));
      Object.assign(units, { writes: 0, reads: 0 });
      await functionOf(report, ledger).invoke(event("skip"), requestId(2));
    },
  ],
  [
    "skipped, overlap",
    async (ledger, units) => {
      let end = () => {};
      let going: Promise<unknown> = Promise.resolve();
      await new Promise<void>((begun) => {
        const until = new Promise<void>((resolve) => {
          end = resolve;
        });
        const long = job(() => {
          begun();
          return until;
        });
        going = functionOf(long, ledger).invoke(event("skip"), requestId(1));
      });
      Object.assign(units, { writes: 0, reads: 0 });
      const later = scheduled("2027-03-01T12:01:00Z", { policy: { overlap: "skip" } });
      await functionOf(report, ledger).invoke(later, requestId(2));
      const skipped = { ...units };
      end();
      await going;
      Object.assign(units, skipped);
    },
  ],
  [
    "skipped, late",
    async (ledger) => {
      await ledger.clock.advanceTo(NOON + 31 * MINUTE);
      await functionOf(report, ledger).invoke(event("skip", { startBySeconds: 1_800 }), requestId(1));
    },
  ],
  [
    "missed",
    (ledger) =>
      recordHole(ledger, {
        ...{ job: "report", schedule: "report", dueAt: NOON },
        cause: { kind: "never arrived", text: "nothing arrived" },
      }),
  ],
];

/** `| outcome | writes | reads | …`, as the page has it. */
const RULES = new Map(
  [...PAGE.matchAll(/^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| [\d.]+ \|$/gm)].map(([, outcome = "", writes, reads]) => [
    outcome,
    { writes: Number(writes), reads: Number(reads) },
  ]),
);

describe("a run", () => {
  test.each(OUTCOMES)("does not cost other units than the page says: %s", async (outcome, happen) => {
    const { ledger, units } = await metered();
    await happen(ledger, units);
    expect(RULES.get(outcome)).toEqual(units);
  });

  test("is not left out of the page's table, nor is there one that is not measured", () => {
    expect([...RULES.keys()]).toEqual(OUTCOMES.map(([outcome]) => outcome));
  });
});
