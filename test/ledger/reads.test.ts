// Reading the ledger: by job and by day, a page at a time, without losing or repeating a run.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { recentRuns } from "../../src/ledger/reads/recent-runs.ts";
import { revisionsOfJob } from "../../src/ledger/reads/revisions-of-job.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { createPendingRun, failPendingRun, type RunRequest } from "../../src/ledger/writes/pending-run.ts";
import { recordRevision } from "../../src/ledger/writes/record-revision.ts";
import { claimantFor, envelopeFor, type LedgerBench, MINUTE, NOON, openLedgerBench } from "./ledger-bench.ts";

const HOUR = 60 * MINUTE;
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

/** Runs of two jobs, one each eight hours over four days: some days hold three. */
async function filled() {
  const ledger = await bench.ledger();
  const ids: string[] = [];
  for (let index = 0; index < 12; index++) {
    const envelope = envelopeFor(index % 2 ? "report" : "backup", NOON - index * 8 * HOUR);
    const claim = await claimRun(ledger, envelope, claimantFor(`r-${index}`, NOON + MINUTE));
    ids.push(claim.run?.runId ?? "");
  }
  return { ledger, ids };
}

async function allPages(read: (cursor: string | undefined) => ReturnType<typeof recentRuns>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    found.push(...page.runs.map(({ runId }) => runId));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

const request = (suffix: string, runKey: string): RunRequest => ({
  run: { job: "report", dueAt: NOON, suffix },
  runKey,
  trigger: "manual",
  by: "ada",
  input: { day: "2027-02-28" },
  function: "report",
  keepDays: 1,
});

describe("reading runs", () => {
  test.each([1, 2, 3, 5, 50])("does not lose, repeat or disorder runs of all jobs in pages of %i", async (limit) => {
    const { ledger, ids } = await filled();
    const fromAt = NOON - 100 * HOUR;
    expect(await allPages((cursor) => recentRuns(ledger, { fromAt, limit, cursor }))).toEqual(ids);
  });

  test.each([1, 4, 50])("does not lose, repeat or disorder one job's runs in pages of %i", async (limit) => {
    const { ledger, ids } = await filled();
    const expected = ids.filter((id) => id.startsWith("report."));
    expect(await allPages((cursor) => runsOfJob(ledger, "report", { limit, cursor }))).toEqual(expected);
    const oldestFirst = (cursor: string | undefined) =>
      runsOfJob(ledger, "report", { limit, cursor, newestFirst: false });
    expect(await allPages(oldestFirst)).toEqual([...expected].reverse());
  });

  test("does not go beyond its bounds, nor stop short of them", async () => {
    const { ledger, ids } = await filled();
    const bounds = { fromAt: NOON - 24 * HOUR, toAt: NOON - 8 * HOUR, limit: 50 };
    expect((await recentRuns(ledger, bounds)).runs.map(({ runId }) => runId)).toEqual(ids.slice(1, 4));
    const ofJob = await runsOfJob(ledger, "report", bounds);
    expect(ofJob.runs.map(({ runId }) => runId)).toEqual([ids[1], ids[3]]);
  });

  test("Q22: does not show what has expired and was not deleted yet", async () => {
    const { ledger } = await filled();
    await ledger.clock.advanceTo(NOON + 91 * 24 * HOUR);
    expect((await runsOfJob(ledger, "report", { limit: 50 })).runs).toEqual([]);
  });

  test("C11: does not repeat, lose or disorder what lives on while older runs expire between two pages", async () => {
    const ledger = await bench.ledger();
    const ids: string[] = [];
    for (let day = 0; day < 6; day++) {
      const dueAt = NOON + day * 24 * HOUR;
      await ledger.clock.advanceTo(dueAt);
      const { run } = await claimRun(ledger, envelopeFor("report", dueAt), claimantFor(`r-${day}`, dueAt + MINUTE));
      ids.push(run?.runId ?? "");
    }
    const oldestFirst = { limit: 2, newestFirst: false } as const;
    const first = await runsOfJob(ledger, "report", oldestFirst);
    // The run that the cursor names is gone then, and the next is not.
    await ledger.clock.advanceTo(((first.runs[1]?.expiresAt ?? 0) + 1) * 1_000);
    const rest = await allPages((cursor) =>
      runsOfJob(ledger, "report", { ...oldestFirst, cursor: cursor ?? first.cursor }),
    );
    expect([...first.runs.map(({ runId }) => runId), ...rest]).toEqual(ids);
    expect(await allPages((cursor) => runsOfJob(ledger, "report", { limit: 2, cursor }))).toEqual(
      ids.slice(2).reverse(),
    );
  });

  test("Q23: no page is read by a scan, nor by more calls than it spans days", async () => {
    const { ledger } = await filled();
    const calls: string[] = [];
    const dynamo: typeof ledger.dynamo = {
      send: (operation, input) => {
        calls.push(operation);
        return ledger.dynamo.send(operation, input);
      },
    };
    await runsOfJob({ ...ledger, dynamo }, "report", { limit: 5 });
    expect(calls).toEqual(["Query"]);
    await recentRuns({ ...ledger, dynamo }, { fromAt: NOON - 100 * HOUR, limit: 50 });
    expect(new Set(calls)).toEqual(new Set(["Query"]));
    expect(calls.length).toBeLessThanOrEqual(1 + 6);
  });

  test("does not find a run by a text that is no run id, or by another job's", async () => {
    const { ledger, ids } = await filled();
    expect((await findRun(ledger, ids[0] ?? ""))?.runId).toBe(ids[0]);
    expect(await findRun(ledger, "backup")).toBeUndefined();
    expect(await findRun(ledger, (ids[0] ?? "").replace("backup", "report"))).toBeUndefined();
  });
});

describe("a requested run", () => {
  test("does not vanish before it starts, and is there at once", async () => {
    const ledger = await bench.ledger();
    await createPendingRun(ledger, request("0a1b2c3d", "report#req-1"));
    const run = await findRun(ledger, "report.20270301T120000Z.0a1b2c3d");
    expect(run).toMatchObject({ state: "pending", by: "ada", requestedAt: NOON, attempt: 0 });
    expect(run?.expiresAt).toBe(NOON / 1_000 + 30 * 86_400);
  });

  test("does not take the id of another, but may be written again by the same request", async () => {
    const ledger = await bench.ledger();
    await createPendingRun(ledger, request("0a1b2c3d", "report#req-1"));
    await createPendingRun(ledger, request("0a1b2c3d", "report#req-1"));
    await expect(createPendingRun(ledger, request("0a1b2c3d", "report#req-2"))).rejects.toThrow(
      "is in the ledger already",
    );
  });

  test("does not end as not started when it had started", async () => {
    const ledger = await bench.ledger();
    const asked = request("0a1b2c3d", "report#req-1");
    await createPendingRun(ledger, asked);
    const error = { type: "NotStarted", message: "no such function", stack: undefined, truncated: false };
    const envelope = envelopeFor("report", NOON, {
      run: asked.run,
      runKey: asked.runKey,
      trigger: "manual",
      by: "ada",
    });
    expect((await claimRun(ledger, envelope, claimantFor("r-1", NOON + MINUTE))).kind).toBe("claimed");
    expect(await failPendingRun(ledger, asked.run, error)).toBe(false);
    expect(await findRun(ledger, "report.20270301T120000Z.0a1b2c3d")).toMatchObject({
      state: "running",
      requestedAt: NOON,
    });
  });
});

test("does not mix a job's revisions with its runs", async () => {
  const { ledger } = await filled();
  const revision = {
    job: "report",
    schedule: "report.weekdays",
    fromAt: NOON,
    enabled: true,
    expression: "cron(0 6 ? * MON-FRI *)",
    timezone: "Europe/Berlin",
    startAt: undefined,
    endAt: undefined,
    windowMinutes: 5,
  };
  await recordRevision(ledger, revision);
  await recordRevision(ledger, { ...revision, fromAt: NOON + HOUR, enabled: false });
  expect(await revisionsOfJob(ledger, "report")).toEqual([
    revision,
    { ...revision, fromAt: NOON + HOUR, enabled: false },
  ]);
  expect(await revisionsOfJob(ledger, "backup")).toEqual([]);
});
