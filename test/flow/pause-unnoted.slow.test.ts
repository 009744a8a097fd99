// A pause whose command could not write down what it had put in force: the next one does, with the pause.
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/cli/connection.ts";
import { type Hold, holdSchedules } from "../../src/cli/hold-schedules.ts";
import type { Project } from "../../src/cli/project.ts";
import type { DynamoOperation } from "../../src/ledger/dynamo.ts";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { liftPause, writePause } from "../../src/ledger/writes/write-pause.ts";
import { HELLO } from "../cli/lamp.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;

async function hourly() {
  const flow = await openFlow(at("05:30:00"), {
    "jobs.yaml": 'app: acme\njobs:\n  hello: {schedule: "0 * * * *", handler: jobs/hello.ts}\n',
    "jobs/hello.ts": HELLO,
  });
  await flow.sync();
  return flow;
}

const resume = (flow: FlowBench, before?: Pause) =>
  hold(flow, { pause: undefined, before, say: () => liftPause(flow.ledger, "hello") });

/** After a command that failed half way. */
async function hold(flow: FlowBench, wanted: Hold): Promise<readonly string[]> {
  const [job] = flow.model.jobs;
  if (!job) throw new Error("no job");
  return holdSchedules({ model: flow.model } as Project, flow as unknown as Connection, job, wanted, {
    unsettled: () => true,
  });
}

const rows = async (flow: FlowBench) =>
  (await flow.history()).map(({ due, status, reason }) => [due.slice(11, 16), status, reason]);

describe("a pause", () => {
  test("does not leave the history when the command that put it in force could not note it", async () => {
    const flow = await hourly();
    await flow.advanceTo(at("06:10:00"));
    const said: Pause = { job: "hello", by: "ada", reason: "moving house", at: flow.clock.now(), until: undefined };
    const { ledger } = flow;
    const unheard = {
      send: (operation: DynamoOperation, request: Parameters<Ledger["dynamo"]["send"]>[1]) =>
        operation === "PutItem" ? Promise.reject(new Error("no answer")) : ledger.dynamo.send(operation, request),
    };
    const half = { ...flow, ledger: { ...ledger, dynamo: unheard } } as FlowBench;
    const wanted = { pause: said, before: undefined, say: () => writePause(ledger, said) };
    await expect(hold(half, wanted)).rejects.toThrow("no answer");
    await flow.advanceTo(at("07:10:00"));
    await resume(flow, said);
    await flow.advanceTo(at("08:10:00"));
    expect(await rows(flow)).toEqual([
      ["08:00", "succeeded", null],
      ["07:00", "skipped", "paused by ada: moving house"],
      ["06:00", "succeeded", null],
    ]);
  });
});
