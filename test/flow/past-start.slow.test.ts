// A start that has passed is no reason for AWS to refuse a sync, nor for a rate to lose its phase.
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const keys = (more: string) => `function: poll, envelope: false, deadLetter: false, ${more}`;
const file = (description: string) => `app: shop
jobs:
  daily: {${keys('schedule: "0 6 * * *", start: "2026-01-01T00:00:00Z"')}, description: ${description}}
  rate: {${keys('schedule: rate(10 minutes), start: "2026-11-25T11:03:00Z"')}, description: ${description}}
`;

async function startOf({ clients }: FlowBench, Name: string): Promise<string | undefined> {
  const scheduler = await clients.scheduler();
  const { StartDate } = await scheduler.send(new GetScheduleCommand({ GroupName: "shop-local", Name }));
  return StartDate?.toISOString();
}

test("what has started is made and changed as any other, and a sync of nothing changes nothing", {
  timeout: 60_000,
}, async () => {
  const bench = await openFlow("2026-11-25T12:00:00Z", { "jobs.yaml": file("first") });
  await bench.sync();
  expect([await startOf(bench, "daily"), await startOf(bench, "rate")]).toEqual([
    undefined,
    "2026-11-25T12:03:00.000Z",
  ]);
  for (const time of ["12:01", "12:04", "12:20"]) {
    await bench.advanceTo(`2026-11-25T${time}:00Z`);
    expect([time, await bench.sync({ stopBefore: 0 })]).toEqual([time, false]);
  }
  await bench.sync({ manifest: file("second") });
  expect([await startOf(bench, "daily"), await startOf(bench, "rate")]).toEqual([
    undefined,
    "2026-11-25T12:23:00.000Z",
  ]);
  expect(await bench.sync({ stopBefore: 0 })).toBe(false);
  await bench.sync({ manifest: file("third").replace("11:03", "11:04") });
  expect(await startOf(bench, "rate")).toBe("2026-11-25T12:24:00.000Z");
});
