// Handlers that fail, in every way they can: recorded, bounded, and told to Lambda so that it retries.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { job } from "../../src/index.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { type LedgerBench, MINUTE, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "./function-bench.ts";

const DUE = "2027-03-01T12:00:00Z";
const RUN_ID = "report.20270301T120000Z";
let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

const hostile = new Proxy(new Error("x"), {
  get() {
    throw new Error("hands off");
  },
});

function cycle(): unknown {
  const ring: Record<string, unknown> = {};
  ring["self"] = ring;
  return ring;
}

function refuse(): never {
  throw new Error("never");
}

const thenable = (method: string) => ({ [method]: refuse });

describe("a handler that fails", () => {
  test.each([
    ["an error", new TypeError("no rows"), { type: "TypeError", message: "no rows" }],
    ["a text", "just words", { type: "Thrown", message: "The handler threw just words" }],
    ["null", null, { type: "Thrown", message: "The handler threw null" }],
    ["undefined", undefined, { type: "Thrown", message: "The handler threw undefined" }],
    ["a symbol", Symbol("s"), { type: "Thrown", message: "The handler threw Symbol(s)" }],
    ["a frozen object", Object.freeze({ code: 7 }), { type: "Thrown", message: 'The handler threw {"code":7}' }],
    ["what cannot be read", hostile, { type: "Thrown" }],
    ["a long story", new Error("x".repeat(50_000)), { type: "Error", truncated: true }],
  ])("does not pass for a success when it throws %s", async (_what, thrown, error) => {
    const ledger = await bench.ledger();
    const handler = job(() => {
      throw thrown;
    });
    const failure = await functionOf(handler, ledger)
      .invoke(scheduled(DUE), "r-1")
      .then(
        () => "succeeded",
        (got: unknown) => ({ got }),
      );
    expect(failure).not.toBe("succeeded");
    const run = await findRun(ledger, RUN_ID);
    expect(run).toMatchObject({ state: "failed" });
    expect(run?.attempts[0]).toMatchObject({ outcome: "failed", error });
    expect(JSON.stringify(run?.attempts[0]?.error).length).toBeLessThan(5_000);
  });

  test.each([
    ["a cycle", cycle()],
    ["a BigInt", 1n],
    ["a thenable that throws", thenable("then")],
  ])("does not pass for a success when it returns %s", async (_what, value) => {
    const ledger = await bench.ledger();
    await expect(
      functionOf(
        job(() => value),
        ledger,
      ).invoke(scheduled(DUE), "r-1"),
    ).rejects.toThrow();
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "failed" });
  });

  test("does not lose its earlier attempts when a retry succeeds, and keeps its key", async () => {
    const ledger = await bench.ledger();
    const keys: string[] = [];
    const handler = job((_input, run) => {
      keys.push(run.idempotencyKey);
      if (run.attempt < 3) throw new Error(`attempt ${run.attempt}`);
      return "done";
    });
    const { invoke } = functionOf(handler, ledger);
    await expect(invoke(scheduled(DUE), "r-1")).rejects.toThrow("attempt 1");
    await expect(invoke(scheduled(DUE), "r-1")).rejects.toThrow("attempt 2");
    expect(await invoke(scheduled(DUE), "r-1")).toBe("done");
    const run = await findRun(ledger, RUN_ID);
    expect(run?.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "succeeded"]);
    expect(new Set(keys).size).toBe(1);
    expect(run?.attempts.slice(1).map(({ initMs }) => initMs)).toEqual([undefined, undefined]);
  });
});

describe("a handler that runs out of time", () => {
  test("does not end without being told, and ends as timed out when it stops then", async () => {
    const ledger = await bench.ledger();
    const handler = job(
      (_input, run) =>
        new Promise((_resolve, reject) => {
          run.signal.addEventListener("abort", () => reject(run.signal.reason));
        }),
    );
    const invoked = functionOf(handler, ledger).invoke(scheduled(DUE), "r-1");
    const failed = expect(invoked).rejects.toThrow("deadline");
    await expect.poll(() => ledger.clock.nextAt()).toBe(NOON + 5_000);
    await ledger.clock.advanceTo(NOON + MINUTE - 6_000);
    await failed;
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "failed", reason: "timed out" });
  });

  test("does not stay running in the ledger when it never stops", async () => {
    const ledger = await bench.ledger();
    const forever = job(() => new Promise(() => {}));
    void functionOf(forever, ledger).invoke(scheduled(DUE), "r-1");
    await expect.poll(() => ledger.clock.nextAt()).toBe(NOON + 5_000);
    await ledger.clock.advanceTo(NOON + MINUTE - 1_000);
    await expect.poll(() => findRun(ledger, RUN_ID)).toMatchObject({ state: "failed", reason: "timed out" });
    const run = await findRun(ledger, RUN_ID);
    expect(run?.attempts[0]).toMatchObject({ outcome: "timed out", durationMs: MINUTE - 1_000 });
  });

  test("does not turn back into a success when it finishes after it was recorded", async () => {
    const ledger = await bench.ledger();
    let finish = () => {};
    const slow = job(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const invoked = functionOf(slow, ledger).invoke(scheduled(DUE), "r-1");
    const failed = expect(invoked).rejects.toThrow("deadline");
    await expect.poll(() => ledger.clock.nextAt()).toBe(NOON + 5_000);
    await ledger.clock.advanceTo(NOON + MINUTE - 1_000);
    await expect.poll(() => findRun(ledger, RUN_ID)).toMatchObject({ state: "failed" });
    finish();
    await failed;
    expect(await findRun(ledger, RUN_ID)).toMatchObject({ state: "failed", reason: "timed out" });
  });
});

describe("progress", () => {
  test("does not cost more than a write a second, and does not lose the last word", async () => {
    const counted = await bench.ledger();
    let writes = 0;
    const ledger = {
      ...counted,
      dynamo: {
        send: (...call: Parameters<typeof counted.dynamo.send>) => {
          if (JSON.stringify(call).includes("SET #progress = :progress")) writes++;
          return counted.dynamo.send(...call);
        },
      },
    };
    const handler = job(async (_input, run) => {
      for (let done = 1; done <= 300; done++) {
        run.progress(done, 300);
        await ledger.clock.advanceTo(ledger.clock.now() + 10, () => new Promise((resolve) => setImmediate(resolve)));
      }
    });
    await functionOf(handler, ledger).invoke(scheduled(DUE), "r-1");
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThanOrEqual(4);
    expect((await findRun(ledger, RUN_ID))?.progress).toMatchObject({ done: 300, total: 300 });
  });
});
