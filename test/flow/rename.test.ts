// A job with another name: its history and its pause are the job's, and what ran under the old name is not run again.
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { readHistory } from "../../src/cli/read-history.ts";
import { namesOfJob, plainNames } from "../../src/ledger/lineage/names-of-job.ts";
import { runsOfNames } from "../../src/ledger/lineage/runs-of-names.ts";
import { readPauses } from "../../src/ledger/reads/pauses.ts";
import { readRenames } from "../../src/ledger/reads/renames.ts";
import { writePause } from "../../src/ledger/writes/write-pause.ts";
import { type BackfillResult, backfillJob } from "../../src/runs/backfill/backfill-job.ts";
import type { FlowBench } from "./flow-bench.ts";
import { FORGOTTEN, minutesOf, NEW, openTick, outcomes } from "./rename-bench.ts";

async function historyOf(flow: FlowBench, job: string) {
  const span = { fromAt: 0, toAt: flow.clock.now(), limit: 1_000, cursor: undefined };
  return (await readHistory(flow.ledger, { job, jobs: [job], statuses: undefined, ...span })).runs;
}

async function schedules(flow: FlowBench): Promise<readonly (string | undefined)[]> {
  const scheduler = await flow.clients.scheduler();
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: "acme-local" }));
  return Schedules.map(({ Name, State }) => `${Name} ${State}`);
}

const BOTH_ALIVE = 4;

test("no due time is lost or run twice while both names are alive, and the history is one", async () => {
  const flow = await openTick();
  await flow.sync();
  await flow.advanceTo("2027-03-01T06:00:30Z");
  expect(await flow.sync({ manifest: NEW, stopBefore: BOTH_ALIVE })).toBe(true);
  expect(await schedules(flow)).toHaveLength(4);
  await flow.advanceTo("2027-03-01T06:02:30Z");
  await flow.sync();
  await flow.advanceTo("2027-03-01T06:03:30Z");
  await flow.sync({ manifest: FORGOTTEN });
  await flow.advanceTo("2027-03-01T06:04:30Z");
  expect(await schedules(flow)).toEqual(["tock.even ENABLED", "tock.odd ENABLED"]);
  const runs = outcomes(await historyOf(flow, "tock"));
  expect(minutesOf(runs)).toEqual(["05:59", "06:00", "06:01", "06:02", "06:03", "06:04"]);
  expect(runs.filter((text) => !text.endsWith("succeeded"))).toEqual([]);
  expect(runs[0]).toBe("05:59 tick succeeded");
  // Page by page it is the same.
  const names = namesOfJob("tock", await readRenames(flow.ledger));
  const ids: string[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await runsOfNames(flow.ledger, names, { limit: 2, cursor });
    ids.push(...page.runs.map(({ runId }) => runId));
    cursor = page.cursor;
  }
  const whole = await runsOfNames(flow.ledger, names, { limit: 100 });
  expect(ids).toEqual(whole.runs.map(({ runId }) => runId));
  expect(await backfilled(flow, plainNames(names))).toEqual(["left it has succeeded", "left it has succeeded"]);
});

async function backfilled(flow: FlowBench, names: readonly string[]): Promise<readonly string[]> {
  const results: BackfillResult[] = [];
  const dueTimes = [Date.parse("2027-03-01T05:59:00Z"), Date.parse("2027-03-01T06:03:00Z")];
  const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:acme-local-tick:live";
  const rest = { input: {}, policy: undefined, by: "tester", parallel: 1, force: false, dryRun: false };
  const signal = new AbortController().signal;
  const onResult = (result: BackfillResult) => void results.push(result);
  const doors = { ledger: flow.ledger, invoker: createInvoker(flow.clients) };
  await backfillJob({ job: "tock", names, functionArn, dueTimes, signal, onResult, ...rest }, doors);
  return results.map(({ status, reason }) => `${status} ${reason}`);
}

test("a paused job does not start under its new name, wherever the sync stops", async () => {
  const flow = await openTick();
  await flow.sync();
  await writePause(flow.ledger, {
    job: "tick",
    by: "tester",
    reason: "moving",
    at: flow.clock.now(),
    until: undefined,
  });
  await flow.sync({ manifest: NEW, stopBefore: BOTH_ALIVE });
  await flow.sync();
  expect(await schedules(flow)).toEqual(["tock.even DISABLED", "tock.odd DISABLED"]);
  expect([...(await readPauses(flow.ledger)).keys()]).toEqual(["tock"]);
  await flow.advanceTo("2027-03-01T06:02:30Z");
  const reasons = new Set((await historyOf(flow, "tock")).map(({ reason }) => reason));
  expect([...reasons]).toEqual(["paused by tester: moving"]);
});

test("a schedule that was switched off outside stays off under the new name, at every further sync", async () => {
  const flow = await openTick();
  await flow.sync();
  await switchOff(flow, "tick.odd");
  await flow.sync({ manifest: NEW });
  expect(await schedules(flow)).toEqual(["tock.even ENABLED", "tock.odd DISABLED"]);
  await flow.sync({ manifest: FORGOTTEN });
  expect(await schedules(flow)).toEqual(["tock.even ENABLED", "tock.odd DISABLED"]);
});

async function switchOff(flow: FlowBench, Name: string): Promise<void> {
  const { GetScheduleCommand, UpdateScheduleCommand } = await import("@aws-sdk/client-scheduler");
  const scheduler = await flow.clients.scheduler();
  const found = await scheduler.send(new GetScheduleCommand({ GroupName: "acme-local", Name }));
  const { ScheduleExpression, FlexibleTimeWindow, Target, ScheduleExpressionTimezone } = found;
  const input = { Name, GroupName: "acme-local", ScheduleExpression, FlexibleTimeWindow, Target };
  await scheduler.send(new UpdateScheduleCommand({ ...input, ScheduleExpressionTimezone, State: "DISABLED" }));
}
