// A job due every hour on the engine, held back and let go as the commands do it.
import type { Connection } from "../../src/cli/connection.ts";
import { type Hold, holdSchedules } from "../../src/cli/hold-schedules.ts";
import type { Project } from "../../src/cli/project.ts";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import { liftPause } from "../../src/ledger/writes/write-pause.ts";
import { HELLO } from "../cli/lamp.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

export const at = (time: string) => `2027-03-01T${time}Z`;

export async function hourly() {
  const flow = await openFlow(at("05:30:00"), {
    "jobs.yaml": 'app: acme\njobs:\n  hello: {schedule: "0 * * * *", handler: jobs/hello.ts}\n',
    "jobs/hello.ts": HELLO,
  });
  await flow.sync();
  return flow;
}

export const resume = (flow: FlowBench, before?: Pause) =>
  hold(flow, { pause: undefined, before, say: () => liftPause(flow.ledger, "hello") });

/** After a command that failed half way. */
export async function hold(flow: FlowBench, wanted: Hold): Promise<readonly string[]> {
  const [job] = flow.model.jobs;
  if (!job) throw new Error("no job");
  return holdSchedules({ model: flow.model } as Project, flow as unknown as Connection, job, wanted, {
    unsettled: () => true,
  });
}

export const rows = async (flow: FlowBench) =>
  (await flow.history()).map(({ due, status, reason }) => [due.slice(11, 16), status, reason]);
