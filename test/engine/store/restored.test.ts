// A store that was put back from a copy of yesterday: it opens, knows what it knew, and makes up for no more than an outage.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine } from "../scheduler/scheduler-engine.ts";

let folder: string;
let it: SchedulerEngine | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamp-restored-"));
});
afterEach(async () => {
  await it?.close();
  it = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const live = () => join(folder, "state");
const copy = () => join(folder, "copy");

async function open(at: string): Promise<SchedulerEngine> {
  it = await startSchedulerEngine(at, { directory: live() });
  return it;
}

const dueTimes = async () => (await it?.messages("jobs"))?.map(({ Body }) => Body);

test("S13 a store restored from yesterday is neither refused nor fires all of a day again", async () => {
  const first = await open("2027-03-01T06:00:30Z");
  await prepare(first, ["jobs"]);
  const Target = { Arn: queueArn("jobs"), RoleArn: ROLE, Input: "<aws.scheduler.scheduled-time>" };
  const FlexibleTimeWindow = { Mode: "OFF" } as const;
  const ScheduleExpression = "cron(* * * * ? *)";
  await first.client.send(new CreateScheduleCommand({ Name: "job", ScheduleExpression, FlexibleTimeWindow, Target }));
  await first.close();
  cpSync(live(), copy(), { recursive: true });

  const second = await open("2027-03-01T06:00:31Z");
  await second.engine.settle();
  await second.moveTo("2027-03-01T06:02:10Z");
  expect(await dueTimes()).toEqual(["2027-03-01T06:01:00Z", "2027-03-01T06:02:00Z"]);
  await second.close();
  rmSync(live(), { recursive: true });
  cpSync(copy(), live(), { recursive: true });

  const third = await open("2027-03-02T06:00:30Z");
  await third.engine.settle();
  const again = await dueTimes();
  expect(again?.at(-1)).toBe("2027-03-02T06:00:00Z");
  expect(again?.length).toBeLessThanOrEqual(3);
  await third.moveTo("2027-03-02T06:01:10Z");
  expect(await dueTimes()).toEqual(["2027-03-02T06:01:00Z"]);
});
