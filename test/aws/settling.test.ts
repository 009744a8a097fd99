// Waiting for AWS must end: soon when the state has come, in good time when it never comes, at once when the error is another.
import { expect, test } from "vitest";
import { NotSettled } from "../../src/aws/errors.ts";
import { untilKnown, untilReady } from "../../src/aws/settling.ts";
import { VirtualClock } from "../../src/core/virtual-clock.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What the promise came to, once the clock has been moved an hour on. */
async function outcome<T>(clock: VirtualClock, work: Promise<T>) {
  const ended = work.then(
    (value) => ({ value, at: clock.now() }),
    (error: unknown) => ({ error, at: clock.now() }),
  );
  await clock.advanceTo(3_600_000, settle);
  return ended;
}

test("a role that becomes known is not given up on", async () => {
  const clock = new VirtualClock(0);
  let tries = 0;
  const work = async () => {
    if (tries++ < 5) throw new Error("not yet");
    return "made";
  };
  expect(
    await outcome(
      clock,
      untilKnown(clock, () => true, work),
    ),
  ).toEqual({ value: "made", at: 15_500 });
});

test("a role that is wrong is not waited for longer than two minutes", async () => {
  const clock = new VirtualClock(0);
  const failure = new Error("never");
  const { error, at } = (await outcome(
    clock,
    untilKnown(
      clock,
      () => true,
      () => Promise.reject(failure),
    ),
  )) as {
    error: unknown;
    at: number;
  };
  expect(error).toBe(failure);
  expect(at).toBeGreaterThan(100_000);
  expect(at).toBeLessThanOrEqual(120_000);
});

test("another error is not repeated", async () => {
  const clock = new VirtualClock(0);
  let tries = 0;
  const work = () => {
    tries++;
    return Promise.reject(new Error("other"));
  };
  expect(
    await outcome(
      clock,
      untilKnown(clock, () => false, work),
    ),
  ).toMatchObject({ at: 0 });
  expect(tries).toBe(1);
});

test("a state that is there already costs no wait, and one that comes is seen", async () => {
  const ready = async (states: string[]) => {
    const clock = new VirtualClock(0);
    const read = async () => (states.length > 1 ? states.shift() : states[0]) ?? "";
    const isReady = (state: string) => state === "ACTIVE";
    return outcome(
      clock,
      untilReady(clock, "table t", read, isReady, (state) => state),
    );
  };
  expect(await ready(["ACTIVE"])).toEqual({ value: "ACTIVE", at: 0 });
  expect(await ready(["CREATING", "CREATING", "ACTIVE"])).toEqual({ value: "ACTIVE", at: 500 });
});

test("a state that never comes is not waited for without end, and is named", async () => {
  const clock = new VirtualClock(0);
  const read = async () => "CREATING";
  const wait = untilReady(
    clock,
    "table t",
    read,
    () => false,
    (state) => state,
    10_000,
  );
  const { error } = (await outcome(clock, wait)) as { error: unknown };
  expect(error).toBeInstanceOf(NotSettled);
  expect((error as Error).message).toMatch(/table t did not become ready within 10 s \(last seen: CREATING\)/);
});
