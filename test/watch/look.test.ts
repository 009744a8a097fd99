// The watcher's look: every due time without a row gets one, with the likely cause, and no run loses its place to it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeEngineSpan } from "../../src/ledger/engine-spans.ts";
import { moveWatchMark, readWatchMark } from "../../src/ledger/watch-mark.ts";
import { claimRun } from "../../src/ledger/writes/claim-run.ts";
import { recordRevision } from "../../src/ledger/writes/record-revision.ts";
import { writeRename } from "../../src/ledger/writes/write-rename.ts";
import { job } from "../../src/runtime/job.ts";
import { look } from "../../src/watch/look.ts";
import { HOUR, MINUTE, NOON, revision } from "../history/run-items.ts";
import { claimantFor, envelopeFor, type LedgerBench, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "../runtime/function-bench.ts";
import { doorsTo, rowsOf, worldWith } from "./watch-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

const NOTHING = "nothing arrived: the schedule was live, and no run was recorded";
const since = (hours: number) => ({ fromAt: NOON - hours * HOUR - 1 });
const ran = (ledger: Parameters<typeof claimRun>[0], dueAt: number, name = "report") =>
  claimRun(ledger, envelopeFor(name, dueAt), claimantFor("r-1", NOON + HOUR));

describe("a look", () => {
  test("does not leave a due time without a row, nor write over one that has it", async () => {
    const ledger = await worldWith(bench, since(3));
    await ran(ledger, NOON - 2 * HOUR);
    const report = await look(doorsTo(ledger));
    expect(report).toMatchObject({ jobs: 1, recorded: 2, complete: true });
    expect(await rowsOf(ledger)).toEqual([`09:00 missed ${NOTHING}`, "10:00 running", `11:00 missed ${NOTHING}`]);
  });

  test("does not look at the same time twice, nor before it is settled", async () => {
    const ledger = await worldWith(bench, since(1));
    await look(doorsTo(ledger));
    expect(await readWatchMark(ledger)).toEqual({ at: NOON, doneTo: NOON - 90_000, part: undefined });
    await ledger.clock.advanceTo(NOON + MINUTE);
    expect((await look(doorsTo(ledger))).recorded).toBe(0);
    await ledger.clock.advanceTo(NOON + 2 * MINUTE);
    expect((await look(doorsTo(ledger))).recorded).toBe(1);
    expect((await look(doorsTo(ledger))).recorded).toBe(0);
  });

  test("does not forget a due time within a flexible window that was still open", async () => {
    const ledger = await worldWith(bench, { ...since(1), windowMinutes: 30 });
    await ledger.clock.advanceTo(NOON + 10 * MINUTE);
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([`11:00 missed ${NOTHING}`]);
    await ledger.clock.advanceTo(NOON + 40 * MINUTE);
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([`11:00 missed ${NOTHING}`, `12:00 missed ${NOTHING}`]);
  });

  test("does not cost more calls for a hundred jobs than for one", async () => {
    const jobs = Array.from({ length: 100 }, (_, index) => ({
      ...since(24),
      job: `j-${index}`,
      schedule: `j-${index}`,
    }));
    const ledger = await worldWith(bench, ...jobs);
    for (const { job: name } of jobs) await ran(ledger, NOON, name);
    await moveWatchMark(ledger, { doneTo: NOON - 10 * MINUTE, part: undefined });
    await ledger.clock.advanceTo(NOON + 5 * MINUTE);
    const asked: string[] = [];
    const dynamo: typeof ledger.dynamo = {
      send(operation, input) {
        asked.push(operation);
        return ledger.dynamo.send(operation, input);
      },
    };
    expect(await look(doorsTo({ ...ledger, dynamo }))).toMatchObject({ jobs: 100, recorded: 0 });
    expect(asked.sort()).toEqual(["Query", "Query", "Query", "Query", "UpdateItem"]);
  });

  test("that runs out of time does not lose its place", async () => {
    const jobs = Array.from({ length: 20 }, (_, index) => `job-${String(index).padStart(2, "0")}`);
    const ledger = await worldWith(bench, ...jobs.map((name) => ({ ...since(1), job: name, schedule: name })));
    let left = 1;
    const hurried = doorsTo(ledger, { remainingMs: () => (left-- > 0 ? 60_000 : 1_000) });
    expect(await look(hurried)).toMatchObject({ recorded: 8, complete: false });
    expect((await readWatchMark(ledger))?.part?.job).toBe("job-07");
    expect(await look(doorsTo(ledger))).toMatchObject({ recorded: 12, complete: true });
    expect(await rowsOf(ledger, "job-19")).toHaveLength(1);
  });

  test("does not call a run of a rate missed that was never due", async () => {
    const ledger = await worldWith(bench, { ...since(3), expression: "rate(40 minutes)" });
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([]);
    const later = await worldWith(bench, { ...since(3), expression: "rate(40 minutes)" });
    await ran(later, NOON - 2 * HOUR);
    await look(doorsTo(later));
    expect((await rowsOf(later)).map((row) => row.slice(0, 13))).toEqual([
      "09:20 missed ",
      "10:00 running",
      "10:40 missed ",
      "11:20 missed ",
    ]);
  });

  test("says nothing of an existing function, which leaves no trace of its runs", async () => {
    const ledger = await worldWith(bench, { ...since(2), unrecorded: true });
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([]);
  });
});

describe("the cause", () => {
  test("is not that nothing arrived where somebody paused, edited or deleted", async () => {
    const pause = { by: "ada", reason: "moving house", until: undefined };
    const ledger = await worldWith(
      bench,
      since(4),
      { fromAt: NOON - 3.5 * HOUR, enabled: false, pause },
      { fromAt: NOON - 2.5 * HOUR },
      { fromAt: NOON - 2 * HOUR + 20_000, expression: "cron(30 * * * ? *)" },
      { fromAt: NOON - 1.5 * HOUR + 5_000, enabled: false },
    );
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([
      `08:00 missed ${NOTHING}`,
      "09:00 skipped paused by ada: moving house",
      "10:00 missed the schedule was edited at 2027-03-01T10:00:20Z, before the Scheduler had fired it",
      "10:30 missed the schedule was disabled or deleted at 2027-03-01T10:30:05Z, before the Scheduler had fired it",
    ]);
  });

  test("is not that nothing arrived while the local engine was off", async () => {
    const ledger = await worldWith(bench, since(4));
    await writeEngineSpan(ledger, { fromAt: NOON - 5 * HOUR, untilAt: NOON - 2.5 * HOUR });
    await writeEngineSpan(ledger, { fromAt: NOON - 1.5 * HOUR, untilAt: NOON });
    await look(doorsTo(ledger));
    const off =
      "the local engine was off, from 2027-03-01T09:30:00Z to 2027-03-01T10:30:00Z: lamp dev fires schedules only while it runs";
    expect(await rowsOf(ledger)).toEqual([
      `08:00 missed ${NOTHING}`,
      `09:00 missed ${NOTHING}`,
      `10:00 missed ${off}`,
      `11:00 missed ${NOTHING}`,
    ]);
  });

  test("is not guessed where AWS shows it: deleted, disabled, edited, outside its dates", async () => {
    const as = (more: object) => ({
      liveSchedule: async () => ({
        enabled: true,
        expression: "cron(0 * * * ? *)",
        timezone: "UTC",
        startAt: undefined,
        endAt: undefined,
        modifiedAt: NOON - 2 * HOUR,
        ...more,
      }),
    });
    const causeBy = async (doors: object) => {
      const ledger = await worldWith(bench, since(1));
      await look(doorsTo(ledger, doors));
      return (await rowsOf(ledger))[0];
    };
    expect(await causeBy({ liveSchedule: async () => undefined })).toMatch(/gone: somebody deleted it outside of lamp/);
    expect(await causeBy(as({ enabled: false }))).toMatch(/disabled outside of lamp, at 2027-03-01T10:00:00Z/);
    expect(await causeBy(as({ timezone: "Asia/Tokyo" }))).toMatch(/edited outside of lamp.*in Asia\/Tokyo/);
    expect(await causeBy(as({ startAt: NOON + HOUR }))).toMatch(/starts at 2027-03-01T13:00:00Z only/);
    expect(await causeBy(as({ enabled: false, modifiedAt: NOON - 30_000 }))).toBe(`11:00 missed ${NOTHING}`);
    const refused = async () => Promise.reject(new Error("denied"));
    expect(await causeBy({ liveSchedule: refused })).toBe(`11:00 missed ${NOTHING}`);
  });

  test("is not missed but dead where its letter waits, and the letter stays where it is", async () => {
    const ledger = await worldWith(bench, since(1));
    const released: string[] = [];
    let messages = [
      {
        id: "m-1",
        receipt: "r-1",
        body: JSON.stringify(scheduled("2027-03-01T11:00:00Z")),
        attributes: { ERROR_CODE: "AWSLambdaException", ERROR_MESSAGE: "no such alias", RETRY_ATTEMPTS: "0" },
        sentAt: NOON - HOUR,
      },
    ];
    const queue = {
      name: "acme-local-undelivered",
      receive: async () => messages.splice(0),
      countVisible: async () => 0,
      release: async (receipts: readonly string[]) => void released.push(...receipts),
      delete: async () => Promise.reject(new Error("a letter was deleted")),
    };
    await look(doorsTo(ledger, { queues: [queue] }));
    expect(await rowsOf(ledger)).toEqual([
      "11:00 dead the Scheduler could not deliver it (queue undelivered, 1 try): AWSLambdaException: no such alias",
    ]);
    expect(released).toEqual(["r-1"]);
    messages = [];
  });

  test("is a clock change where the local time did not exist, and no run of the moment after is in its way", async () => {
    const zone = "Europe/Berlin";
    const gap = Date.parse("2027-03-28T01:00:00Z");
    const at = (expression: string) => ({ fromAt: gap - 2 * HOUR, expression, timezone: zone });
    const ledger = await worldWith(bench, at("cron(30 2,3 * * ? *)"), {
      ...at("cron(30 2 * * ? *)"),
      job: "made-up",
      schedule: "made-up",
    });
    await recordRevision(
      ledger,
      revision({
        job: "made-up",
        schedule: "made-up.dst-20270328",
        fromAt: gap - 2 * HOUR,
        expression: "at(2027-03-28T03:00:00)",
        timezone: zone,
      }),
    );
    // Disabled a moment later, and before anybody looks.
    await recordRevision(ledger, revision({ ...at("cron(30 2,3 * * ? *)"), fromAt: gap + 5 * MINUTE, enabled: false }));
    await ledger.clock.advanceTo(gap + 20 * MINUTE);
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([
      "01:00 skipped 02:30 did not exist in Europe/Berlin: clocks went forward, and AWS skips it",
    ]);
    expect((await rowsOf(ledger, "made-up")).filter((row) => row.includes("did not exist"))).toEqual([]);
    expect((await ran(ledger, gap)).kind).toBe("claimed");
  });
});

describe("a run that arrives after it was noted as missed", () => {
  test("is not refused: it runs once, and the history forgets that it was missed", async () => {
    const ledger = await worldWith(bench, since(1));
    await look(doorsTo(ledger));
    let calls = 0;
    const { invoke } = functionOf(
      job(async () => ++calls),
      ledger,
    );
    await invoke(scheduled("2027-03-01T11:00:00Z"), "req-1");
    await invoke(scheduled("2027-03-01T11:00:00Z"), "req-2");
    expect(calls).toBe(1);
    expect([...(await rowsOf(ledger))].sort()).toEqual(["11:00 skipped duplicate", "11:00 succeeded"]);
  });

  test("is not refused under its job's new name, nor missed under both", async () => {
    const ledger = await worldWith(bench, since(2), { fromAt: NOON - 1.5 * HOUR, enabled: false });
    await look(doorsTo(ledger));
    await writeRename(ledger, { job: "summary", was: ["report"], until: undefined });
    await recordRevision(ledger, revision({ job: "summary", schedule: "summary", fromAt: NOON - 2 * HOUR - 1 }));
    const summary = functionOf(
      job(async () => "done"),
      ledger,
    );
    const policy = { was: ["report"] };
    await summary.invoke(scheduled("2027-03-01T10:00:00Z", { job: "summary", policy }), "req-1");
    await ledger.clock.advanceTo(NOON + 2 * MINUTE);
    await look(doorsTo(ledger));
    expect(await rowsOf(ledger)).toEqual([]);
    expect((await rowsOf(ledger, "summary")).map((row) => row.slice(0, 15))).toEqual([
      "10:00 succeeded",
      "12:00 missed no",
    ]);
  });
});
