// A job gets another name: no due time around it is lost or run twice, wherever the sync stops and whenever it goes on.
import { expect, test } from "vitest";
import { minutesOf, NEW, openTick, outcomes } from "./rename-bench.ts";

const EVERY_MINUTE = ["05:59", "06:00", "06:01", "06:02", "06:03", "06:04", "06:05", "06:06", "06:07"];

test("no due time is lost or run twice, wherever a renaming sync stops", { timeout: 300_000 }, async () => {
  let stops = 0;
  for (let stopped = true; stopped; stops++) {
    const flow = await openTick();
    await flow.sync();
    await flow.advanceTo("2027-03-01T06:01:30Z");
    stopped = await flow.sync({ manifest: NEW, stopBefore: stops });
    // Both names may be alive for as long as nobody syncs again.
    await flow.advanceTo("2027-03-01T06:04:30Z");
    await flow.sync();
    await flow.advanceTo("2027-03-01T06:07:30Z");
    const runs = outcomes(await flow.history());
    expect([stops, minutesOf(runs)]).toEqual([stops, EVERY_MINUTE]);
    expect(runs.filter((text) => !text.endsWith("succeeded"))).toEqual([]);
    expect(runs.slice(-3)).toEqual(["06:05 tock succeeded", "06:06 tock succeeded", "06:07 tock succeeded"]);
  }
  // Role, function, two schedules that come and two that go: stopped before each of them, and not at all.
  expect(stops).toBe(7);
});
