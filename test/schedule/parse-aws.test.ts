// AWS's dialect as its own pages write it, and the canonical text of each.
import { describe, expect, test } from "vitest";
import { dueTimes } from "../../src/schedule/due-times.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";

const first = (text: string, timezone: string, from: string, count: number) => {
  const timing = { expression: parseAws(text), timezone, anchorAt: Date.parse(from) };
  const times: string[] = [];
  for (const at of dueTimes(timing, Date.parse(from), Number.MAX_SAFE_INTEGER)) {
    if (times.push(new Date(at).toISOString().slice(0, 16)) === count) break;
  }
  return times;
};

describe("no example of EventBridge User Guide, 'Setting a schedule pattern', is due at another time", () => {
  // A Friday evening.
  const from = "2027-01-29T22:00:00Z";
  test.each([
    ["cron(0 10 * * ? *)", ["2027-01-30T10:00", "2027-01-31T10:00"]],
    ["cron(15 12 * * ? *)", ["2027-01-30T12:15", "2027-01-31T12:15"]],
    ["cron(0 18 ? * MON-FRI *)", ["2027-02-01T18:00", "2027-02-02T18:00"]],
    ["cron(0 8 1 * ? *)", ["2027-02-01T08:00", "2027-03-01T08:00"]],
    ["cron(0/15 * * * ? *)", ["2027-01-29T22:00", "2027-01-29T22:15"]],
    ["cron(0/10 * ? * MON-FRI *)", ["2027-01-29T22:00", "2027-01-29T22:10"]],
    ["cron(0/5 8-17 ? * MON-FRI *)", ["2027-02-01T08:00", "2027-02-01T08:05"]],
    // The page: also from midnight to 2:00 on Monday morning.
    [
      "cron(0/30 20-2 ? * MON-FRI *)",
      ["2027-01-29T22:00", "2027-01-29T22:30", "2027-01-29T23:00", "2027-01-29T23:30", "2027-02-01T00:00"],
    ],
  ])("%s", (text, expected) => {
    expect(first(text, "UTC", from, expected.length)).toEqual(expected);
  });
});

describe("no rule of Scheduler User Guide, 'Schedule types', is broken", () => {
  test.each([
    // The last Friday of each month during 2022 and 2023, and never after.
    ["cron(15 10 ? * 6L 2022-2023)", "UTC", "2023-11-01T00:00:00Z", ["2023-11-24T10:15", "2023-12-29T10:15"], 5],
    // 1/10 in minutes: the 1st, 11th, 21st and 31st minute, and so on.
    [
      "cron(1/10 5 * * ? *)",
      "UTC",
      "2027-01-01T00:00:00Z",
      ["2027-01-01T05:01", "2027-01-01T05:11", "2027-01-01T05:21"],
      3,
    ],
    ["cron(0 9 L * ? *)", "UTC", "2028-02-01T00:00:00Z", ["2028-02-29T09:00", "2028-03-31T09:00"], 2],
    // 3W: the weekday nearest to the third; 3 January 2027 is a Sunday, 3 April a Saturday.
    [
      "cron(0 9 3W * ? *)",
      "UTC",
      "2027-01-01T00:00:00Z",
      ["2027-01-04T09:00", "2027-02-03T09:00", "2027-03-03T09:00", "2027-04-02T09:00"],
      4,
    ],
    // It never leaves the month: 1 May 2027 is a Saturday, 31 October a Sunday.
    ["cron(0 9 1W 5 ? *)", "UTC", "2027-01-01T00:00:00Z", ["2027-05-03T09:00"], 1],
    ["cron(0 9 31W 10 ? *)", "UTC", "2027-01-01T00:00:00Z", ["2027-10-29T09:00"], 1],
    // 3#2: the second Tuesday of the month.
    ["cron(0 9 ? * 3#2 *)", "UTC", "2027-01-01T00:00:00Z", ["2027-01-12T09:00", "2027-02-09T09:00"], 2],
    // The day on which clocks go forward has no 02:30: it resumes the day after.
    ["cron(30 2 * * ? *)", "America/New_York", "2027-03-13T00:00:00Z", ["2027-03-13T07:30", "2027-03-15T06:30"], 2],
    // When clocks go back, it runs once, in the first pass.
    ["cron(30 1 * * ? *)", "America/New_York", "2027-11-07T00:00:00Z", ["2027-11-07T05:30", "2027-11-08T06:30"], 2],
    // A rate in days is 24 hours each, whatever the clocks do.
    [
      "rate(1 day)",
      "America/New_York",
      "2027-03-13T17:00:00Z",
      ["2027-03-13T17:00", "2027-03-14T17:00", "2027-03-15T17:00"],
      3,
    ],
    ["at(2022-11-20T13:00:00)", "America/New_York", "2022-01-01T00:00:00Z", ["2022-11-20T18:00"], 5],
  ] as const)("%s in %s from %s", (text, zone, from, expected, count) => {
    expect(first(text, zone, from, count)).toEqual(expected);
  });
});

test.each([
  ["cron(0/15 * * * ? *)", "cron(*/15 * * * ? *)"],
  ["cron(0 6 ? * MON-FRI *)", "cron(0 6 ? * 2-6 *)"],
  ["cron(0 6 ? * MON-FRI *)", "cron( 00  06 ? * mon,tue,wed,THU-fri * )"],
  ["cron(0 6 * * ? *)", "cron(0 6 ? * * *)"],
  ["cron(0 6 * * ? *)", "cron(0 6 1-31 1-12 ? 1970-2199)"],
  ["cron(0 6 * * ? *)", "cron(0 6 ? * SUN-SAT *)"],
  ["cron(0 6 ? * SAT *)", "cron(0 6 ? * L *)"],
  ["cron(0 6 ? * 6L *)", "cron(0 6 ? * FRIL *)"],
  ["cron(0 6 ? * 3#2 *)", "cron(0 6 ? * TUE#2 *)"],
  ["cron(0 6 1,15W,L * ? *)", "cron(0 6 L,1,15W * ? *)"],
  ["cron(0 0-2,20-23 * * ? *)", "cron(0 20-2 * * ? *)"],
  ["cron(0 6 ? * SUN,MON,FRI,SAT *)", "cron(0 6 ? * FRI-MON *)"],
  ["cron(10,40 6 1 1,7 ? *)", "cron(10/30 6 1 1/6 ? *)"],
  ["cron(5/20 6 1 * ? 2027)", "cron(5,25,45 6 1 * ? 2027)"],
  ["rate(1 hour)", "rate(1 hours)"],
  ["rate(5 minutes)", "rate(5 minute)"],
  ["at(2027-03-01T09:00:00)", "at(2027-03-01T09:00:00)"],
])("equal schedules have no two texts: %s is also %s", (canonical, written) => {
  expect(parseAws(written)).toEqual(parseAws(canonical));
  expect(parseAws(written).text).toBe(canonical);
});

test("an expression cannot be changed after it was checked", () => {
  const cron = parseAws("cron(0 6 1 * ? *)");
  expect(Object.isFrozen(cron)).toBe(true);
  expect(cron.kind === "cron" && Object.isFrozen(cron.days)).toBe(true);
});
