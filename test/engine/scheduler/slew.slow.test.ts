// A machine whose clock runs a little fast or slow all day, as it does while it is being set right (T08).
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";
import { systemRandom } from "../../../src/core/random.ts";
import { createSchedulerService } from "../../../src/engine/scheduler/service.ts";
import { Store } from "../../../src/engine/store.ts";

const START = Date.parse("2027-03-01T06:00:30Z");
const [SECOND, MINUTE, DAY] = [1_000, 60_000, 86_400_000];

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each([
  ["fast", 1 + 500e-6],
  ["slow", 1 - 500e-6],
])(
  "T08 a day on a clock that runs 500 ppm too %s makes no schedule early, late, lost or doubled",
  async (_how, pace) => {
    // Timers count the machine's own time; what the clock shows moves a little faster or slower.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let passed = 0;
    vi.spyOn(Date, "now").mockImplementation(() => START + passed * pace);
    const store = Store.open(":memory:");
    const place = { store, clock: systemClock, random: systemRandom, account: "000000000000", region: "us-east-1" };
    const fired: { readonly due: number; readonly late: number }[] = [];
    const invokeFunction = (_arn: string, due: string) => {
      const at = Date.parse(JSON.parse(due));
      fired.push({ due: at, late: Date.now() - at });
    };
    const targets = { atOnce: true, invokeFunction, sendMessage() {}, putEvent() {} };
    const scheduler = createSchedulerService(
      { ...place, origin: () => "" },
      { targets, roles: undefined, log: silentLog },
    );
    scheduler.service.operations["CreateSchedule"]?.(
      {
        Name: "job",
        ScheduleExpression: "cron(* * * * ? *)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: "arn:aws:lambda:us-east-1:000000000000:function:job",
          RoleArn: "r",
          Input: '"<aws.scheduler.scheduled-time>"',
        },
      },
      {} as never,
    );
    scheduler.start();
    while (passed < DAY) {
      passed += SECOND;
      const before = fired.length;
      vi.advanceTimersByTime(SECOND);
      if (fired.length > before) await scheduler.settle();
    }
    await scheduler.stop(0);
    store.close();
    const minutes = Math.floor((DAY * pace - 30 * SECOND) / MINUTE) + 1;
    expect(fired.map(({ due }) => due)).toEqual(
      Array.from({ length: minutes }, (_, n) => START + 30 * SECOND + n * MINUTE),
    );
    expect(fired.filter(({ late }) => late < 0 || late > 2 * SECOND)).toEqual([]);
  },
);
