// What a pause or an outage held back, made up for on the engine: each due time once, and only what the rule says.
import { describe, expect, test } from "vitest";
import { catchUp } from "../../src/cli/catch-up.ts";
import type { CommandLine } from "../../src/cli/command.ts";
import type { Connection } from "../../src/cli/connection.ts";
import { holdSchedules } from "../../src/cli/hold-schedules.ts";
import type { Project } from "../../src/cli/project.ts";
import type { Pause } from "../../src/ledger/items/pause-item.ts";
import { liftPause, writePause } from "../../src/ledger/writes/write-pause.ts";
import { HELLO } from "../cli/lamp.ts";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const at = (time: string) => `2027-03-01T${time}Z`;
const LINE = {
  terminal: {
    variables: { LAMP_BY: "ada" },
    interrupted: new AbortController().signal,
    note() {},
    style: (_style: unknown, text: string) => text,
  },
} as unknown as CommandLine;

async function hourly(rule: string) {
  const flow = await openFlow(at("05:30:00"), {
    "jobs.yaml": `app: acme\njobs:\n  hello: {schedule: "0 * * * *", handler: jobs/hello.ts, catchUp: ${rule}}\n`,
    "jobs/hello.ts": HELLO,
  });
  await flow.sync();
  await flow.advanceTo(at("06:10:00"));
  const project = { model: flow.model } as Project;
  const connection = flow as unknown as Connection;
  return {
    flow,
    catchUp: async () => (await catchUp(project, connection, LINE, flow.model.jobs)).map(({ runId }) => runId),
    async pause(said: Pause | undefined) {
      const [job] = flow.model.jobs;
      const say = () => (said ? writePause(flow.ledger, said) : liftPause(flow.ledger, "hello"));
      const wanted = { pause: said, before: undefined, say };
      if (job) await holdSchedules(project, connection, job, wanted, { unsettled: () => false });
    },
  };
}

const paused = (flow: FlowBench, until?: string): Pause => ({
  job: "hello",
  by: "ada",
  reason: "moving house",
  at: flow.clock.now(),
  until: until === undefined ? undefined : Date.parse(until),
});

const rows = async (flow: FlowBench) =>
  (await flow.history()).map(({ due, status, trigger, by }) => `${due.slice(11, 13)} ${status} ${trigger} ${by}`);

describe("a pause that has ended", () => {
  test("does not leave a gap with catchUp: all, nor run a due time twice", async () => {
    const { flow, catchUp, pause } = await hourly("all");
    await pause(paused(flow));
    await flow.advanceTo(at("08:10:00"));
    expect(await catchUp()).toEqual([]);
    await pause(undefined);
    expect(await catchUp()).toEqual(["hello.20270301T070000Z", "hello.20270301T080000Z"]);
    expect(await catchUp()).toEqual([]);
    await flow.advanceTo(at("09:10:00"));
    expect(await rows(flow)).toEqual([
      "09 succeeded schedule null",
      "08 succeeded backfill ada, catching up",
      "07 succeeded backfill ada, catching up",
      "06 succeeded schedule null",
    ]);
  });

  test("does not have more than its last due time made up for with catchUp: last, now or later", async () => {
    const { flow, catchUp, pause } = await hourly("last");
    await pause(paused(flow, at("08:30:00")));
    await flow.advanceTo(at("08:40:00"));
    expect(await catchUp()).toEqual(["hello.20270301T080000Z"]);
    expect(await catchUp()).toEqual([]);
    await flow.advanceTo(at("09:10:00"));
    expect(await catchUp()).toEqual([]);
    expect((await rows(flow)).map((row) => row.split(" ").slice(0, 3).join(" "))).toEqual([
      "09 succeeded schedule",
      "08 succeeded backfill",
      "07 skipped schedule",
      "06 succeeded schedule",
    ]);
  });

  test("does not run anything without a rule", async () => {
    const { flow, catchUp, pause } = await hourly("none");
    await pause(paused(flow));
    await flow.advanceTo(at("08:10:00"));
    await pause(undefined);
    expect(await catchUp()).toEqual([]);
  });
});
