// Runs by hand: never lost between request and start, never in the way of a scheduled run, followed to their end.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemRandom } from "../../src/core/random.ts";
import type { VirtualClock } from "../../src/core/virtual-clock.ts";
import { job } from "../../src/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import type { Job } from "../../src/manifest/model.ts";
import type { FunctionAnswer, FunctionEvent, Invoker } from "../../src/runs/invoker.ts";
import { type TriggerRequest, triggerRun } from "../../src/runs/trigger-run.ts";
import { watchRun } from "../../src/runs/watch-run.ts";
import { type LedgerBench, NOON, openLedgerBench } from "../ledger/ledger-bench.ts";
import { functionOf, scheduled } from "../runtime/function-bench.ts";

let bench: LedgerBench;
beforeAll(async () => {
  bench = await openLedgerBench();
});
afterAll(() => bench.close());

const REPORT = { name: "report", keepDays: 90, code: { handler: "jobs/report.ts" } } as Job;

const request = (more: Partial<TriggerRequest> = {}): TriggerRequest => ({
  job: REPORT,
  policy: undefined,
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
  input: { bucket: "by-hand" },
  dueAt: undefined,
  by: "ada",
  mode: "request",
  ...more,
});

/** Runs the wrapped handler as Lambda does: at once for a call, when `deliver` is called for an event. */
function lambdaOf(userExport: unknown, ledger: Ledger & { readonly clock: VirtualClock }) {
  const queued: FunctionEvent[] = [];
  const { invoke } = functionOf(userExport, ledger);
  let invocations = 0;
  const run = async ({ payload }: FunctionEvent): Promise<FunctionAnswer> => {
    try {
      return {
        functionError: undefined,
        payload: JSON.stringify(await invoke(JSON.parse(payload), `r-${++invocations}`)),
      };
    } catch (error) {
      return { functionError: "Unhandled", payload: JSON.stringify({ errorMessage: String(error) }) };
    }
  };
  const invoker: Invoker = { call: run, sendEvent: async (event) => void queued.push(event) };
  return { invoker, deliver: () => Promise.all(queued.map(run)) };
}

const failingInvoker = (answer: () => Promise<FunctionAnswer>): Invoker => ({ call: answer, sendEvent: answer });
const never = new AbortController().signal;

describe("a run by hand", () => {
  test("does not vanish between the request and its start", async () => {
    const ledger = await bench.ledger();
    const { invoker, deliver } = lambdaOf(
      job((input) => input),
      ledger,
    );
    const { runId, invoked } = await triggerRun(request({ mode: "event" }), { ledger, invoker, random: systemRandom });
    await invoked;
    expect(await findRun(ledger, runId)).toMatchObject({ state: "pending", by: "ada", trigger: "manual" });
    await deliver();
    const ended = await watchRun(ledger, { runId, signal: never, onChange: () => {} });
    expect(ended).toMatchObject({ status: "succeeded", by: "ada", result: { bucket: "by-hand" }, id: runId });
    await deliver();
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ state, reason }) => [state, reason])).toEqual([
      ["skipped", "duplicate"],
      ["succeeded", undefined],
    ]);
  });

  test("does not take or block the scheduled run of the same second", async () => {
    const ledger = await bench.ledger();
    const handler = job((_input, run) => run.trigger);
    const { invoker } = lambdaOf(handler, ledger);
    const { invoked } = await triggerRun(request({ dueAt: NOON }), { ledger, invoker, random: systemRandom });
    await invoked;
    expect(await functionOf(handler, ledger).invoke(scheduled("2027-03-01T12:00:00Z"), "r-9")).toBe("schedule");
    const { runs } = await runsOfJob(ledger, "report", { limit: 10 });
    expect(runs.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
  });

  test("does not stay pending when the function cannot be called", async () => {
    const ledger = await bench.ledger();
    const invoker = failingInvoker(() => Promise.reject(new Error("no such function")));
    const { runId, invoked } = await triggerRun(request(), { ledger, invoker, random: systemRandom });
    await expect(invoked).rejects.toThrow("no such function");
    const run = await watchRun(ledger, { runId, signal: never, onChange: () => {} });
    expect(run).toMatchObject({ status: "failed", reason: "not started" });
    expect(run.attempts[0]?.error).toMatchObject({ message: "no such function" });
  });

  test("does not stay pending when the function's code does not load", async () => {
    const ledger = await bench.ledger();
    const payload = '{"errorType":"Runtime.ImportModuleError"}';
    const invoker = failingInvoker(async () => ({ functionError: "Unhandled", payload }));
    const { runId, invoked } = await triggerRun(request(), { ledger, invoker, random: systemRandom });
    await invoked;
    expect(await findRun(ledger, runId)).toMatchObject({ state: "failed", reason: "not started" });
  });

  test("does not lose its own account of a failure to that of its caller", async () => {
    const ledger = await bench.ledger();
    const broken = job(() => {
      throw new TypeError("no rows");
    });
    const { invoker } = lambdaOf(broken, ledger);
    const { runId, invoked } = await triggerRun(request(), { ledger, invoker, random: systemRandom });
    await invoked;
    const run = await watchRun(ledger, { runId, signal: never, onChange: () => {} });
    expect(run).toMatchObject({ status: "failed", reason: "TypeError: no rows" });
  });
});

describe("watching", () => {
  test("does not say the same twice, and does not miss the end", async () => {
    const ledger = await bench.ledger();
    const { invoker, deliver } = lambdaOf(
      job(() => "done"),
      ledger,
    );
    const { runId } = await triggerRun(request({ mode: "event" }), { ledger, invoker, random: systemRandom });
    const seen: string[] = [];
    const watched = watchRun(ledger, { runId, signal: never, onChange: ({ status }) => void seen.push(status) });
    const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
    await expect.poll(() => ledger.clock.nextAt()).toBeDefined();
    for (let step = 0; step < 5; step++) {
      await ledger.clock.advanceTo(ledger.clock.now() + 100, settle);
      await expect.poll(() => ledger.clock.nextAt()).toBeDefined();
    }
    await deliver();
    await ledger.clock.advanceTo(ledger.clock.now() + 2_000, settle);
    expect((await watched).status).toBe("succeeded");
    expect(seen).toEqual(["pending", "succeeded"]);
  });

  test("does not go on when nobody watches any more", async () => {
    const ledger = await bench.ledger();
    const stop = new AbortController();
    const watched = watchRun(ledger, { runId: "report.20270301T120000Z", signal: stop.signal, onChange: () => {} });
    const ended = expect(watched).rejects.toThrow("enough");
    await expect.poll(() => ledger.clock.nextAt()).toBeDefined();
    stop.abort(new Error("enough"));
    await ended;
  });
});
