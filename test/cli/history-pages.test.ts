// The history in pages: what never ran has its place between what did, and a filter ends nothing early.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HistoryRequest, readHistory } from "../../src/cli/read-history.ts";
import type { Run } from "../../src/history/run.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { boundError, finishAttempt } from "../../src/ledger/writes/finish-attempt.ts";
import { recordRevision } from "../../src/ledger/writes/record-revision.ts";
import { writeRename } from "../../src/ledger/writes/write-rename.ts";
import { revision } from "../history/run-items.ts";
import { claimantFor, envelopeFor, type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";

const HOUR = 60 * MINUTE;
const HOURS = 14;
const JOBS = ["report", "report-b"];
let bench: LedgerBench;
let ledger: Ledger;
beforeAll(async () => {
  bench = await openLedgerBench();
  ledger = await bench.ledger();
  for (const [index, job] of JOBS.entries()) {
    await recordRevision(ledger, revision({ job, schedule: job, fromAt: NOON - HOURS * HOUR - 1 }));
    // The last hours are missed of both, before them every third; every fourth that ran failed.
    for (let hour = 5; hour <= HOURS; hour++)
      if ((hour + index) % 3 !== 0) await ran(job, NOON - hour * HOUR, hour % 4 !== 0);
  }
});
afterAll(() => bench.close());

async function ran(job: string, dueAt: number, succeeds: boolean): Promise<void> {
  const claimed = await claimRun(ledger, envelopeFor(job, dueAt), claimantFor(`${job}-${dueAt}`, dueAt + MINUTE));
  if (claimed.kind !== "claimed") throw new Error("it was refused");
  const error = succeeds ? undefined : boundError("Error", "no", undefined);
  await finishAttempt(ledger, claimed.run, { outcome: succeeds ? "succeeded" : "failed", error });
}

const request = (more: Partial<HistoryRequest>): HistoryRequest => ({
  ...{ job: undefined, jobs: JOBS, fromAt: NOON - 48 * HOUR, toAt: NOON, statuses: undefined, limit: 1_000 },
  ...{ cursor: undefined, ...more },
});

async function inPages(more: Partial<HistoryRequest>): Promise<readonly Run[]> {
  const all: Run[] = [];
  let cursor: string | undefined;
  do {
    const page = await readHistory(ledger, request({ ...more, cursor }));
    all.push(...page.runs);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe("the history", () => {
  test.each([1, 5])("loses no missed run and repeats none, in pages of %i", async (limit) => {
    const whole = (await readHistory(ledger, request({}))).runs;
    expect(whole).toHaveLength(JOBS.length * HOURS);
    expect(whole.filter(({ status }) => status === "missed").length).toBeGreaterThan(8);
    expect(await inPages({ limit })).toEqual(whole);
    const own = whole.filter(({ job }) => job === "report");
    expect(await inPages({ limit, job: "report" })).toEqual(own);
  });

  test("Q23: costs no more requests for a page the more runs there are, and none is a scan", async () => {
    const asked: string[] = [];
    const send: Ledger["dynamo"]["send"] = (operation, input) => {
      asked.push(operation);
      return ledger.dynamo.send(operation, input);
    };
    const counted = { ...ledger, dynamo: { send } };
    await readHistory(counted, request({ job: "report-b", limit: 5 }));
    // The names, what was in force, the page.
    expect(asked).toEqual(["Query", "Query", "Query"]);
    asked.length = 0;
    await readHistory(counted, request({ fromAt: NOON - 10 * HOUR, limit: 5 }));
    expect(asked).toEqual(["Query", "Query", "Query"]);
  });

  test("does not leave out what a filter finds behind many that it does not", async () => {
    const whole = (await readHistory(ledger, request({}))).runs;
    for (const status of ["failed", "missed", "succeeded"] as const) {
      const found = await inPages({ statuses: new Set([status]), limit: 2 });
      expect(found).toEqual(whole.filter((run) => run.status === status));
      expect(found.length).toBeGreaterThan(1);
    }
    expect(await inPages({ triggers: new Set(["manual"]), limit: 2 })).toEqual([]);
  });

  test("does not leave out what a filter finds under a former name", async () => {
    const own = (await readHistory(ledger, request({ job: "report", statuses: new Set(["succeeded"]) }))).runs;
    await writeRename(ledger, { job: "renamed", was: ["report"], until: NOON });
    const named = { job: "renamed", statuses: new Set(["succeeded"] as const), limit: 1 };
    const whole = (await readHistory(ledger, request({ ...named, limit: 100 }))).runs;
    expect(whole).toEqual(own);
    expect(whole.length).toBeGreaterThan(3);
    expect(await inPages(named)).toEqual(whole);
  });
});
