// What the recorder is told, in every order and number that Lambda may tell it in: one row a run, one letter a failure.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { toRun } from "../../src/history/run.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { recordHole } from "../../src/ledger/writes/record-hole.ts";
import { type RecorderDoors, recordEnding } from "../../src/recorder/record-ending.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

const SCHEDULE = "arn:aws:scheduler:eu-central-1:000000000000:schedule/acme-prod/report";

/** Lambda's record of an event of the run that is due at noon. */
function record(context: JsonObject, answer: JsonObject = {}, event: JsonObject = {}): JsonObject {
  return {
    version: "1.0",
    timestamp: "2027-03-01T12:00:07.250Z",
    requestContext: {
      requestId: "r-1",
      functionArn: "arn:aws:lambda:eu-central-1:000000000000:function:billing:$LATEST",
      condition: "Success",
      approximateInvokeCount: 1,
      ...context,
    },
    requestPayload: {
      lamplighter: 1,
      job: "report",
      schedule: SCHEDULE,
      due: "2027-03-01T12:00:00Z",
      trigger: "schedule",
      input: { day: "monday", key: "hush" },
      policy: { hide: [["key"]] },
      ...event,
    },
    ...answer,
  };
}

const answered = (responsePayload: JsonObject): JsonObject => ({
  responseContext: { statusCode: 200 },
  responsePayload,
});
const FAILED = { condition: "RetriesExhausted", approximateInvokeCount: 3 };
const failed = () => record(FAILED, answered({ errorType: "KeyError", errorMessage: "'day'", stackTrace: ["line 3"] }));
const succeeded = (context: JsonObject = {}) => record(context, answered({ rows: 7 }));

function doorsTo(ledger: Ledger): RecorderDoors & { readonly letters: JsonObject[]; broken: boolean } {
  const letters: JsonObject[] = [];
  return {
    ledger,
    group: "acme-prod",
    failedQueue: "acme-prod-failed",
    letters,
    broken: false,
    async sendLetter(_queue, letter) {
      if (this.broken) throw new Error("the queue is away");
      letters.push(letter);
    },
  };
}

const rows = async (ledger: Ledger) =>
  (await runsOfJob(ledger, "report", { limit: 10, newestFirst: false })).runs.map((item) => {
    const { id, status, reason, attempts } = toRun(item, ledger.clock.now());
    return [id?.slice("report.20270301T120000Z".length), status, attempts.length, reason];
  });

describe("an ending that is told", () => {
  test("more than once, at once or later, is not written twice, nor is its letter", async () => {
    const ledger = await bench.ledger();
    const doors = doorsTo(ledger);
    await Promise.all([recordEnding(doors, succeeded()), recordEnding(doors, succeeded())]);
    await recordEnding(doors, succeeded());
    expect(await rows(ledger)).toEqual([["", "succeeded", 1, null]]);
    const again = await bench.ledger();
    const failing = doorsTo(again);
    for (let times = 0; times < 3; times++) await recordEnding(failing, failed());
    expect(await rows(again)).toEqual([["", "dead", 3, "KeyError: 'day'"]]);
    expect(failing.letters).toEqual([failed()]);
  });

  test("does not lose its letter when the queue was away, nor its row", async () => {
    const doors = doorsTo(await bench.ledger());
    doors.broken = true;
    await expect(recordEnding(doors, failed())).rejects.toThrow("the queue is away");
    doors.broken = false;
    await recordEnding(doors, failed());
    expect([doors.letters.length, await rows(doors.ledger)]).toEqual([1, [["", "dead", 3, "KeyError: 'day'"]]]);
  });

  test("of a second delivery of one due time does not pass for the first, and is seen", async () => {
    const doors = doorsTo(await bench.ledger());
    await recordEnding(doors, succeeded());
    await recordEnding(doors, succeeded({ requestId: "r-2" }));
    await recordEnding(doors, succeeded({ requestId: "r-2" }));
    expect(await rows(doors.ledger)).toEqual([
      ["", "succeeded", 1, null],
      [".dup-r2", "succeeded", 1, expect.stringMatching(/^duplicate: delivered a second time/)],
    ]);
  });

  test("takes the place of what the watcher took for missed, and an older one does not take that of a redrive", async () => {
    const doors = doorsTo(await bench.ledger());
    const { ledger } = doors;
    const cause = { kind: "never arrived", text: "nothing" } as const;
    await recordHole(ledger, { job: "report", schedule: "report", dueAt: NOON, cause });
    await recordEnding(doors, failed());
    await recordEnding(doors, record({ requestId: "r-9" }, answered({}), { generation: 1, trigger: "redrive" }));
    await recordEnding(doors, failed());
    await recordEnding(doors, record({ ...FAILED, requestId: "r-0" }, answered({ errorMessage: "late" })));
    expect([doors.letters.length, await rows(ledger)]).toEqual([1, [["", "succeeded", 4, null]]]);
  });

  test("of an event that never ran does not invent a try", async () => {
    const doors = doorsTo(await bench.ledger());
    const old = record({ condition: "EventAgeExceeded", approximateInvokeCount: 0 });
    await recordEnding(doors, old);
    await recordEnding(doors, old);
    const reason = "Lambda gave it up before it ran: the event grew too old";
    expect([doors.letters.length, await rows(doors.ledger)]).toEqual([1, [["", "dead", 0, reason]]]);
    const unkept = doorsTo(await bench.ledger());
    await recordEnding(
      unkept,
      record({ condition: "EventAgeExceeded", approximateInvokeCount: 2 }, {}, { policy: { tries: 0 } }),
    );
    expect([unkept.letters, await rows(unkept.ledger)]).toEqual([
      [],
      [["", "failed", 2, expect.stringMatching(/ran again: the event/)]],
    ]);
  });

  test("shows no secret of its input, no time that nobody measured, and that it timed out", async () => {
    const doors = doorsTo(await bench.ledger());
    doors.ledger.clock.now();
    const text = "2027-03-01T12:00:07Z 6f2 Task timed out after 3.00 seconds";
    await recordEnding(doors, record(FAILED, answered({ errorMessage: text })));
    const [item] = (await runsOfJob(doors.ledger, "report", { limit: 1 })).runs;
    const run = item && toRun(item, NOON + MINUTE);
    expect(run).toMatchObject({
      input: { day: "monday", key: "(hidden)" },
      startedAt: null,
      durationMs: null,
      cost: null,
    });
    expect(run?.attempts.map(({ outcome, startedAt, endedAt }) => [outcome, startedAt, endedAt])).toEqual([
      ["failed", null, null],
      ["failed", null, null],
      ["timed out", null, "2027-03-01T12:00:07.250Z"],
    ]);
  });

  test("is not taken from what is no record, no run of ours, or nobody asked for here", async () => {
    const doors = doorsTo(await bench.ledger());
    const elsewhere = SCHEDULE.replace("acme-prod", "acme-test");
    const manual = { trigger: "manual", schedule: null, runId: "report.20270301T120000Z.ab", requestId: "q" };
    const strange = [{}, { requestPayload: 1 }, record({ requestId: 7 }), record({ condition: null })];
    const others = [
      record({}, {}, { lamplighter: 2 }),
      record({}, {}, { schedule: elsewhere }),
      record({}, {}, manual),
    ];
    for (const one of [...strange, ...others]) {
      expect(await recordEnding(doors, one)).toMatchObject({ recorded: false });
    }
    expect([await rows(doors.ledger), doors.letters]).toEqual([[], []]);
  });
});
