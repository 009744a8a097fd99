// A thousand schedules that are due in the same minute: all fire, once, in a fair order (T32).
import { expect, test } from "vitest";
import { startLone } from "./lone-scheduler.ts";

test("T32 none of a thousand schedules due at once is passed over, doubled, or kept behind those made after it", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  const names = Array.from({ length: 1_000 }, (_, at) => `job-${at}`);
  for (const Name of names) it.create("cron(0 6 * * ? *)", { Input: JSON.stringify(Name) }, { Name });
  await it.moveTo("06:00:59");
  expect(it.attempts.map(({ payload }) => JSON.parse(payload))).toEqual(names);
  expect(new Set(it.attempts.map(({ at }) => at))).toEqual(new Set(["06:00:00"]));
});
