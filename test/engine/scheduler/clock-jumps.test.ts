// The wall clock is set, forth and back, while schedules fire: nothing twice, nothing early, catching up within bounds (I5, I6).
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Clock, systemClock } from "../../../src/core/clock.ts";
import { prepare, queueArn, ROLE, type SchedulerEngine, startSchedulerEngine } from "./scheduler-engine.ts";

const START = Date.parse("2027-03-01T06:00:30Z");
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/** The machine's clock, set by hand: timers look at it anew whenever it is set, as the real ones do within their step. */
class SetClock implements Clock {
  #now = START;
  readonly #timers = new Set<{ readonly at: number; readonly fire: () => void }>();

  now = () => this.#now;

  setTimer(at: number, fire: () => void) {
    const timer = { at, fire };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  async set(now: number, settle: () => Promise<void>): Promise<void> {
    this.#now = now;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.fire();
    }
    await settle();
  }
}

let it: SchedulerEngine | undefined;
let clock: SetClock;

afterEach(async () => {
  vi.useRealTimers();
  await it?.close();
  it = undefined;
});

async function start(expression = "cron(* * * * ? *)", target: object = {}): Promise<SchedulerEngine> {
  clock = new SetClock();
  it = await startSchedulerEngine(new Date(START).toISOString(), { clock });
  await prepare(it, ["jobs"]);
  await it.client.send(
    new CreateScheduleCommand({
      Name: "job",
      ScheduleExpression: expression,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: queueArn("jobs"), RoleArn: ROLE, Input: "<aws.scheduler.scheduled-time>", ...target },
    }),
  );
  return it;
}

const setTo = (at: number) => clock.set(at, () => it?.engine.settle() ?? Promise.resolve());
const fired = async () => (await it?.messages("jobs"))?.map(({ Body = "" }) => Date.parse(Body) - START + 30 * SECOND);

describe("the clock is set forward", () => {
  test.each([
    ["T01", "an hour", HOUR],
    ["T02", "a day", DAY],
    ["P09", "the eight hours that a laptop slept", 8 * HOUR],
    ["T03", "ten years", 3_652 * DAY],
  ])(
    "%s by %s: no more than the fresh due times and the latest before them fire, and the next ones do",
    async (...[, , by]) => {
      await start();
      await setTo(START + by);
      const minutes = (count: number) => by - (by % MINUTE) - count * MINUTE;
      expect(await fired()).toEqual([minutes(2), minutes(1), minutes(0)]);
      await setTo(START + by + MINUTE);
      expect(await fired()).toEqual([minutes(-1)]);
    },
  );

  test("T03 a due time older than its maximum event age is not replayed", async () => {
    await start("cron(0 7 1 3 ? *)", { RetryPolicy: { MaximumEventAgeInSeconds: 3_600 } });
    await setTo(START + 3_652 * DAY + 5 * HOUR);
    expect(await fired()).toEqual([]);
  });
});

describe("the clock is set back", () => {
  test.each([
    ["T04", "five seconds", 5 * SECOND],
    ["T05", "an hour", HOUR],
    ["T06", "a day", DAY],
  ])("%s by %s: nothing fires twice, and the next due time is not lost once it comes", async (...[, , by]) => {
    await start();
    await setTo(START + 31 * SECOND);
    expect(await fired()).toEqual([MINUTE]);
    await setTo(START + 31 * SECOND - by);
    for (let at = START - by + 31 * SECOND; at < START + 80 * SECOND; at += Math.max(SECOND, by / 100)) await setTo(at);
    expect(await fired()).toEqual([]);
    await setTo(START + 90 * SECOND);
    expect(await fired()).toEqual([2 * MINUTE]);
  });

  test("I6 no cursor moves back with the clock", async () => {
    const engine = await start();
    const cursor = () =>
      engine.engine.store.get<{ at: number }>("SELECT next_due AS at FROM scheduler_next_due")?.at ?? 0;
    let last = cursor();
    for (const by of [40 * SECOND, -2 * HOUR, 95 * SECOND, -DAY, 3 * HOUR, -HOUR, 4 * HOUR]) {
      await setTo(START + by);
      expect(cursor()).toBeGreaterThanOrEqual(last);
      last = cursor();
    }
  });
});

test("T07 a clock that trembles by 200 ms makes nothing fire twice or early", async () => {
  await start();
  const seen: number[] = [];
  for (let at = 0, step = 0; at < 2 * MINUTE; at += 10, step++) {
    const shown = START + at + (step % 2 === 0 ? 200 : -200);
    await setTo(shown);
    if (step % 500 > 0) continue;
    seen.push(...((await fired()) ?? []));
    expect(seen.every((due) => due <= at + 30 * SECOND + 200)).toBe(true);
  }
  expect([...seen, ...((await fired()) ?? [])]).toEqual([1, 2].map((count) => count * MINUTE));
}, 30_000);

test("T26 a delay of more than 31 bits of milliseconds ends neither early nor in a busy loop", () => {
  vi.useFakeTimers({ now: START });
  const ended = vi.fn();
  const longest = 2 ** 31 + 5 * MINUTE;
  systemClock.setTimer(START + longest, ended);
  vi.advanceTimersByTime(longest - 1);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ended).toHaveBeenCalledOnce();
});
