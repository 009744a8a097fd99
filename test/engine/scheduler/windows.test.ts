// Start and end dates, flexible windows and what remains after the last firing: both sides of each edge.
import { expect, test } from "vitest";
import type { Random } from "../../../src/core/random.ts";
import { at, startLone } from "./lone-scheduler.ts";

const seconds = (iso: string) => at(iso) / 1000;
const flexible = (MaximumWindowInMinutes: number) => ({
  FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes },
});

/** Ids that count up, so that where in its window a schedule fires is known beforehand. */
function countingRandom(): Random {
  let count = 0;
  const step = 0x9e3779b97f4a7c15n;
  const next = () => (BigInt(++count) * step) & 0xffffffffffffffffn;
  return {
    uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
    hex: (bytes) =>
      next()
        .toString(16)
        .padStart(16, "0")
        .slice(0, bytes * 2),
  };
}

test.each([
  ["05:54:30", true],
  ["05:54:29", false],
])("a start date of %s, five minutes before now or more, is accepted: %s", (start, isAccepted) => {
  const it = startLone(() => {});
  const create = () => it.create("rate(1 day)", {}, { StartDate: seconds(start) });
  if (isAccepted) expect(create()).toMatchObject({ ScheduleArn: expect.any(String) });
  else expect(create).toThrow("The StartDate you specify cannot be earlier than 5 minutes ago.");
});

test.each(["06:10:00", "06:09:59"])("T30 an end date of %s that is not after the start is not accepted", (end) => {
  const it = startLone(() => {});
  const dates = { StartDate: seconds("06:10:00"), EndDate: seconds(end) };
  expect(() => it.create("rate(1 day)", {}, dates)).toThrow("The EndDate you specify must come after the StartDate.");
});

test.each([
  ["06:20:00", ["06:10:00", "06:20:00"]],
  ["06:19:59.999", ["06:10:00"]],
])("T30 no due time after the end date %s fires, one at that instant does", async (end, fired) => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("cron(0/10 * * * ? *)", {}, { StartDate: seconds("06:00:00.001"), EndDate: seconds(end) });
  await it.moveTo("08:00:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(fired);
});

test("a one-time schedule does not mind dates, which are not for it", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("at(2027-03-01T06:00:00)", {}, { StartDate: seconds("01:00:00"), EndDate: seconds("00:30:00") });
  await it.moveTo("07:00:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["06:00:00"]);
});

test("a rate does not begin before its start date, which is its first due time", async () => {
  const it = startLone(() => {});
  it.scheduler.start();
  it.create("rate(20 minutes)", {}, { StartDate: seconds("06:05:00") });
  await it.moveTo("06:50:00");
  expect(it.attempts.map((attempt) => attempt.at)).toEqual(["06:05:00", "06:25:00", "06:45:00"]);
});

async function firedInWindow(random: Random): Promise<string[]> {
  const it = startLone(() => {}, { random });
  it.scheduler.start();
  for (let index = 0; index < 60; index++) {
    it.create(
      "at(2027-03-01T06:00:00)",
      { Input: `"${index} <aws.scheduler.scheduled-time>"` },
      { ...flexible(60), Name: `n${index}` },
    );
  }
  await it.moveTo("07:00:00");
  expect(it.attempts.every(({ payload }) => payload.endsWith('2027-03-01T06:00:00Z"'))).toBe(true);
  return it.attempts.map((attempt) => attempt.at);
}

test("a flexible window does not crowd its firings together, nor let one out of it", async () => {
  const fired = await firedInWindow(countingRandom());
  expect(fired).toHaveLength(60);
  const tenths = new Set(fired.map((time) => Math.floor((at(time) - at("06:00:00")) / 360_000)));
  expect([...tenths].sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the same random numbers do not give other moments in the window", async () => {
  expect(await firedInWindow(countingRandom())).toEqual(await firedInWindow(countingRandom()));
});

test.each([
  ["recurring without an end", "cron(0 6 1 3 ? 2027)", {}, true],
  ["recurring with an end", "cron(0 6 1 3 ? 2027)", { EndDate: seconds("06:30:00") }, false],
  ["one-time", "at(2027-03-01T06:00:00)", {}, false],
  ["disabled meanwhile", "at(2027-03-01T06:00:00)", { State: "DISABLED" }, true],
])(
  "after its last firing a schedule to be deleted that is %s does not stay unless it must",
  async (_what, expression, part, stays) => {
    const it = startLone(() => {});
    it.scheduler.start();
    it.create(expression, {}, { ...part, ActionAfterCompletion: "DELETE" });
    await it.moveTo("08:00:00");
    const { Schedules } = it.call("ListSchedules", {}) as { Schedules: unknown[] };
    expect(Schedules).toHaveLength(stays ? 1 : 0);
  },
);

test.each([1, 99, 100, 101])("a listing of %i in pages of a hundred neither leaves out nor repeats", (count) => {
  const it = startLone(() => {});
  for (let index = 0; index < count; index++) {
    it.create("rate(1 day)", {}, { Name: `n${index}` });
    it.call("CreateScheduleGroup", { Name: `g${index}` });
  }
  for (const [operation, list, more] of [
    ["ListSchedules", "Schedules", 0],
    ["ListScheduleGroups", "ScheduleGroups", 1],
  ] as const) {
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let NextToken: unknown, first = true; first || NextToken !== undefined; first = false) {
      const page = it.call(operation, { NextToken }) as Record<string, unknown>;
      const names = (page[list] as { Name: string }[]).map(({ Name }) => Name);
      seen.push(...names);
      sizes.push(names.length);
      NextToken = page["NextToken"];
    }
    expect(new Set(seen).size).toBe(count + more);
    expect(seen).toHaveLength(count + more);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes).not.toContain(0);
  }
});

test.each(["", "e30", "W10", "WzFd", "!!!", "WyJhIiwiYiIsImMiXQ"])(
  "the token %j of no listing is not taken for the beginning",
  (NextToken) => {
    const it = startLone(() => {});
    it.create("rate(1 day)");
    expect(() => it.call("ListSchedules", { NextToken })).toThrow("Invalid NextToken provided.");
    expect(() => it.call("ListScheduleGroups", { NextToken })).toThrow("Invalid NextToken provided.");
  },
);
