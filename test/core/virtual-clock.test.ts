// The clock that stands until it is moved.
import { expect, test } from "vitest";
import { VirtualClock } from "../../src/core/virtual-clock.ts";

test("a virtual clock does not stand between two milliseconds, nor fire before its time", async () => {
  const clock = new VirtualClock(1_000);
  const seen: number[] = [];
  clock.setTimer(1_000 + 1 / 4, () => seen.push(clock.now()));
  await clock.advanceTo(2_000);
  expect(seen).toEqual([1_001]);
});
