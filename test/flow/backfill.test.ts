// Backfill on the engine: every due time of the span once, whatever ran before, and whoever comes in between.
import { describe, expect, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { runsOfJob } from "../../src/ledger/reads/runs-of-job.ts";
import { type BackfillRequest, backfillJob, backfillJson } from "../../src/runs/backfill/backfill-job.ts";
import type { Invoker } from "../../src/runs/invoker.ts";
import { HELLO } from "../cli/lamp.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;
const hour = (n: number) => Date.parse(at(`${String(n).padStart(2, "0")}:00:00`));
const HOURS = [1, 2, 3, 4, 5, 6].map(hour);

async function hourly(handler = HELLO) {
  const flow = await openFlow(at("04:30:00"), {
    "jobs.yaml":
      'app: acme\njobs:\n  hello: {schedule: "0 * * * *", handler: jobs/hello.ts, retry: {attempts: 0, maxAge: 1h}}\n',
    "jobs/hello.ts": handler,
  });
  await flow.sync();
  return flow;
}

async function backfill(flow: FlowBench, more: Partial<BackfillRequest> = {}, invoker?: Invoker) {
  const results: unknown[] = [];
  await backfillJob(
    {
      job: "hello",
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-hello:live",
      dueTimes: HOURS,
      input: { name: "past" },
      policy: undefined,
      by: "ada",
      parallel: 1,
      force: false,
      dryRun: false,
      signal: new AbortController().signal,
      onResult(result) {
        const { due, status, reason } = backfillJson(result);
        results.push([String(due).slice(11, 13), status, reason]);
      },
      ...more,
    },
    { ledger: flow.ledger, invoker: invoker ?? createInvoker(flow.clients) },
  );
  return results;
}

describe("a backfill", () => {
  test("does not run again what has run, nor leave out what has not", async () => {
    const flow = await hourly();
    await flow.advanceTo(at("06:10:00"));
    const dry = await backfill(flow, { dryRun: true });
    expect(dry.slice(3)).toEqual([
      ["04", "would", null],
      ["05", "left", "it has succeeded"],
      ["06", "left", "it has succeeded"],
    ]);
    const first = await backfill(flow, { parallel: 3, policy: { overlap: "allow" } });
    expect(first.toSorted()).toEqual([
      ["01", "succeeded", null],
      ["02", "succeeded", null],
      ["03", "succeeded", null],
      ["04", "succeeded", null],
      ["05", "left", "it has succeeded"],
      ["06", "left", "it has succeeded"],
    ]);
    expect((await backfill(flow)).every((result) => String(result).includes("left"))).toBe(true);
    const [forced] = await backfill(flow, { dueTimes: [hour(5)], force: true });
    expect(forced).toEqual(["05", "succeeded", null]);
    const run = (await flow.history()).find(({ due }) => due === at("05:00:00.000"));
    expect(run).toMatchObject({
      key: "hello#2027-03-01T05:00:00Z",
      trigger: "backfill",
      by: "ada",
      result: { greeted: "past" },
    });
    expect(run?.attempts).toHaveLength(2);
  });

  test("does not stop at one that fails, and runs it again when it is asked again", async () => {
    const flow = await hourly(`import { job } from "lamplighter";
export default job<{ name: string }>((input, run) => {
  if (input.name === "bad" && run.due.getUTCHours() === 2) throw new RangeError("not this one");
  if (input.name === "bad" && run.due.getUTCHours() === 3) process.exit(3);
});
`);
    const mixed = await backfill(flow, { input: { name: "bad" }, dueTimes: HOURS.slice(0, 4) });
    expect(mixed).toEqual([
      ["01", "succeeded", null],
      ["02", "failed", "RangeError: not this one"],
      ["03", "failed", expect.stringContaining("Runtime")],
      ["04", "succeeded", null],
    ]);
    expect(await backfill(flow, { dueTimes: HOURS.slice(0, 4) })).toEqual([
      ["01", "left", "it has succeeded"],
      ["02", "succeeded", null],
      ["03", "succeeded", null],
      ["04", "left", "it has succeeded"],
    ]);
  });

  test("does not run a due time twice when two of them, or a delivery, race for it", async () => {
    const flow = await hourly();
    const both = await Promise.all([backfill(flow, { dueTimes: [hour(1)] }), backfill(flow, { dueTimes: [hour(1)] })]);
    expect(both.flat().every((result) => /succeeded|running|going on/.test(String(result)))).toBe(true);
    const { runs: items } = await runsOfJob(flow.ledger, "hello", { limit: 10 });
    expect(items.filter(({ state }) => state === "succeeded")).toMatchObject([{ attempt: 1 }]);
  });

  test("does not begin another when it is interrupted, and says which were not reached", async () => {
    const flow = await hourly();
    const stop = new AbortController();
    const real = createInvoker(flow.clients);
    const stopping: Invoker = {
      ...real,
      call: (event) => {
        stop.abort();
        return real.call(event);
      },
    };
    const cut = await backfill(flow, { signal: stop.signal, dueTimes: HOURS.slice(0, 2) }, stopping);
    expect(cut).toEqual([
      ["01", "succeeded", null],
      ["02", "left", "interrupted before it was reached"],
    ]);
  });
});
