// Existing functions with a history: what Lambda tells of them becomes rows, once each, and what nobody tells stays blank.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteFunctionEventInvokeConfigCommand, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Run } from "../../src/history/run.ts";
import { findRun } from "../../src/ledger/reads/find-run.ts";
import { billingNow, makeBilling, RECORDER } from "./existing-function.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;
const NAMES = ["broken", "fine", "flaky", "stringy"];

function manifest(more = ", record: true", names: readonly string[] = NAMES): string {
  const folder = mkdtempSync(join(tmpdir(), "lamp-recorder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mark = JSON.stringify(join(folder, "mark"));
  const jobs = names.map(
    (name) => `  ${name}: {schedule: "0 6 * * *", function: billing${more}, input: {mark: ${mark}}}\n`,
  );
  return `app: acme\njobs:\n${jobs.join("")}`;
}

async function flowWith(jobs: string): Promise<FlowBench> {
  const flow = await openFlow(at("05:58:30"), { "jobs.yaml": jobs });
  await makeBilling(flow);
  return flow;
}

const shown = ({ id, status, reason, result, attempts, startedAt, durationMs, memoryMb, cost }: Run) => ({
  id,
  status,
  reason,
  result,
  attempts: attempts.map(({ outcome, error }) => [outcome, error && `${error.type}: ${error.message}`]),
  unknown: [startedAt, durationMs, memoryMb, cost],
});

describe("an existing function", () => {
  test("does not run without a row, and none of them says more than Lambda told", async () => {
    const flow = await flowWith(manifest());
    const before = await billingNow(flow);
    await flow.sync();
    await flow.advanceTo(at("06:05:00"));
    const unknown = [null, null, null, null];
    const runs = (await flow.history()).map(shown);
    const id = (job: string) => `${job}.20270301T060000Z`;
    expect(runs.toSorted((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1))).toEqual([
      {
        ...{ id: id("broken"), status: "dead", reason: "RangeError: out of rope", result: null, unknown },
        attempts: [
          ["failed", null],
          ["failed", null],
          ["failed", "RangeError: out of rope"],
        ],
      },
      {
        ...{ id: id("fine"), status: "succeeded", reason: null, result: { rows: 7, event: "number" }, unknown },
        attempts: [["succeeded", null]],
      },
      {
        ...{ id: id("flaky"), status: "succeeded", reason: null, result: { rows: 7, event: "number" }, unknown },
        attempts: [
          ["failed", null],
          ["failed", null],
          ["succeeded", null],
        ],
      },
      {
        ...{ id: id("stringy"), status: "dead", reason: expect.stringContaining("just text"), result: null, unknown },
        attempts: [
          ["failed", null],
          ["failed", null],
          ["failed", expect.stringContaining("just text")],
        ],
      },
    ]);
    expect(flow.warnings).toEqual([]);
    const during = await billingNow(flow);
    expect(during.settings).toEqual({ attempts: undefined, age: undefined, success: RECORDER, failure: RECORDER });
    expect(during.revision).toBe(before.revision);
  });

  test("is not kept from its own settings, and gets back what it had when nobody asks any more", async () => {
    const flow = await flowWith(manifest());
    const lambda = await flow.clients.lambda();
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "billing", MaximumRetryAttempts: 1 }));
    const before = await billingNow(flow);
    await flow.sync();
    expect((await billingNow(flow)).settings).toMatchObject({ attempts: 1, success: RECORDER });
    await flow.sync({ manifest: manifest("") });
    // As all that is not in the file any more it stays until somebody says so.
    expect((await billingNow(flow)).settings).toMatchObject({ success: RECORDER });
    await flow.sync({ manifest: manifest(""), prune: true });
    expect(await billingNow(flow)).toEqual(before);
  });
});

describe("a due time that nobody tells of", () => {
  const manifestOf = () => manifest(", record: true, keep: 40d, delivery: {maxAge: 1m}, retry: {maxAge: 5m}", ["fine"]);

  async function silent(watch: boolean) {
    const flow = await openFlow(at("05:58:30"), { "jobs.yaml": `watch: ${watch}\n${manifestOf()}` });
    await makeBilling(flow);
    await flow.sync({ watch });
    const lambda = await flow.clients.lambda();
    // Everything is in place, and the word of it goes nowhere.
    await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: "billing" }));
    const states = async (time: string) => {
      await flow.advanceTo(at(time));
      return (await flow.history()).map(({ id, status, reason }) => [id, status, reason]);
    };
    return { flow, states };
  }

  test("is not called missed while it may be running, nor forgotten after", async () => {
    const { states } = await silent(false);
    // One minute to hand it over, five to begin the last try, a quarter of an hour to run, and the grace that each has.
    const awaited = `its function tells only how it ended: it may be running, and counts as missed from ${at("06:22:30")} on`;
    expect(await states("06:01:00")).toEqual([]);
    expect(await states("06:02:00")).toEqual([[null, "pending", awaited]]);
    expect(await states("06:22:29")).toEqual([[null, "pending", awaited]]);
    expect(await states("06:22:31")).toEqual([[null, "missed", expect.stringContaining("nobody told how it ended")]]);
  });

  test("is not written down by the watcher too soon, and its row goes when the job's history does", async () => {
    const { flow, states } = await silent(true);
    expect(await states("06:20:00")).toMatchObject([[null, "pending", expect.anything()]]);
    expect(await states("06:35:00")).toEqual([
      ["fine.20270301T060000Z", "missed", expect.stringContaining("nobody told how it ended")],
    ]);
    const row = await findRun(flow.ledger, "fine.20270301T060000Z");
    expect(row?.expiresAt).toBe(Date.parse(at("06:34:00")) / 1_000 + 40 * 86_400);
  });
});
