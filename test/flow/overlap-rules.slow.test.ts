// Overlap rules on the engine with real handlers: their own clocks say whether two ran at once.
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const HANDLER = `import { job } from "lamplighter";
import { setTimeout } from "node:timers/promises";
// One for all processes of this machine, and not moved.
const now = () => Number(process.hrtime.bigint() / 1000000n);
export default job<{ ms: number; crash?: number }>(async (input, run) => {
  const from = now();
  if (input.crash === run.due.getUTCMinutes()) {
    await setTimeout(500);
    process.exit(3);
  }
  for (let n = 0; now() < from + input.ms && !run.signal.aborted; n++) {
    run.progress(n);
    await setTimeout(20);
  }
  return { from, to: now() };
});
`;

async function jobWith(overlap: string, timeout = "10s") {
  const flow = await openFlow("2027-03-01T05:58:30Z", {
    "jobs.yaml": `app: acme
jobs:
  slow: {handler: jobs/slow.ts, overlap: ${overlap}, timeout: ${timeout}, retry: {attempts: 0, maxAge: 1h}}
`,
    "jobs/slow.ts": HANDLER,
  });
  await flow.sync();
  const lambda = await flow.clients.lambda();
  return {
    flow,
    /** As the Scheduler does: an event that is run later. */
    async fire(minute: number, input: object) {
      const due = `2027-03-01T06:0${minute}:00Z`;
      const event = { lamplighter: 1, job: "slow", due, trigger: "schedule", policy: { overlap }, input };
      const Payload = JSON.stringify(event);
      await lambda.send(
        new InvokeCommand({ FunctionName: "acme-local-slow", Qualifier: "live", InvocationType: "Event", Payload }),
      );
    },
    async until(minute: number, status: string) {
      await expect.poll(() => statusOf(flow, minute), { timeout: 15_000 }).toBe(status);
    },
  };
}

async function rowsOf(flow: FlowBench) {
  const { runsOfJob } = await import("../../src/ledger/reads/runs-of-job.ts");
  return (await runsOfJob(flow.ledger, "slow", { limit: 20, newestFirst: false })).runs;
}

const statusOf = async (flow: FlowBench, minute: number) =>
  (await rowsOf(flow)).find(({ dueAt }) => new Date(dueAt).getUTCMinutes() === minute)?.state;

/** When the handlers say they ran, in order; each must have ended before the next began. */
async function spansOf(flow: FlowBench): Promise<readonly { from: number; to: number }[]> {
  const spans = (await rowsOf(flow)).flatMap(({ result }) =>
    result?.text.startsWith("{") ? JSON.parse(result.text) : [],
  );
  return spans.toSorted((a, b) => a.from - b.from);
}

describe("on the engine", () => {
  test("overlap: queue does not run two at once, nor lose the one that waits", async () => {
    const { flow, fire, until } = await jobWith("queue");
    await fire(0, { ms: 1_500 });
    await until(0, "running");
    await fire(1, { ms: 100 });
    await until(1, "pending");
    await fire(2, { ms: 100 });
    await until(2, "skipped");
    await until(1, "succeeded");
    const [first, second, ...others] = await spansOf(flow);
    expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Number.NaN);
    expect(others).toEqual([]);
    expect((await rowsOf(flow)).map(({ state, attempt, reason }) => [state, attempt, reason])).toEqual([
      ["succeeded", 1, undefined],
      ["succeeded", 1, undefined],
      ["skipped", 1, "overlap"],
    ]);
  });

  test("overlap: queue does not lose the one that waits when the first crashes: the job's next run starts it", async () => {
    const { flow, fire, until } = await jobWith("queue", "5s");
    await fire(0, { ms: 0, crash: 0 });
    await until(0, "running");
    await fire(1, { ms: 100 });
    await until(1, "pending");
    // The crashed run's lease ends with its time.
    await flow.advanceTo("2027-03-01T05:59:00Z");
    await fire(2, { ms: 100 });
    await until(1, "succeeded");
    const [first, second] = await spansOf(flow);
    expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Number.NaN);
    expect(await statusOf(flow, 2)).toBe("succeeded");
  });

  test("overlap: cancel does not run two at once, and the newer one runs", async () => {
    const { flow, fire, until } = await jobWith("cancel");
    await fire(0, { ms: 9_000 });
    await until(0, "running");
    await fire(1, { ms: 100 });
    await until(1, "succeeded");
    const [first, second] = await spansOf(flow);
    expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Number.NaN);
    const [old] = await rowsOf(flow);
    expect(old?.reason).toBe("cancelled by slow.20270301T060100Z: it is due (overlap: cancel)");
  });
});
