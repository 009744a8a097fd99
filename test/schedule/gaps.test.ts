// What clock changes take, what makes up for it, and the remarks about both.
import { describe, expect, test } from "vitest";
import { dueTimes, type Timing } from "../../src/schedule/due-times.ts";
import { lostInGaps, runsAfterGaps } from "../../src/schedule/gaps/lost-in-gaps.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { remarkOn } from "../../src/schedule/remark.ts";

const at = (iso: string) => Date.parse(iso);
const YEAR = [at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")] as const;
const timing = (text: string, timezone = "Europe/Berlin", more: Partial<Timing> = {}): Timing => ({
  expression: parseAws(text),
  timezone,
  ...more,
});

describe("an occurrence lost in a gap", () => {
  test.each([
    ["cron(30 2 * * ? *)", "Europe/Berlin", ["at(2027-03-28T03:00:00)"]],
    ["cron(30 2 ? * MON-FRI *)", "Europe/Berlin", []],
    ["cron(0 3 * * ? *)", "Europe/Berlin", []],
    ["cron(0 0 * * ? *)", "Asia/Beirut", ["at(2027-03-28T01:00:00)"]],
    ["cron(15 2 * * ? *)", "Australia/Lord_Howe", ["at(2027-10-03T02:30:00)"]],
    ["cron(30 1,2 * * ? *)", "Antarctica/Troll", ["at(2027-03-28T03:00:00)"]],
    ["cron(30 2 * * ? *)", "UTC", []],
    ["rate(1 hour)", "Europe/Berlin", []],
  ])("of %s in %s is made up for by %s and nothing else", (text, zone, expected) => {
    expect(runsAfterGaps(timing(text, zone), ...YEAR).map(({ instead }) => instead.text)).toEqual(expected);
  });

  test("is not made up for when the schedule is due right after the gap", () => {
    const often = timing("cron(0/30 * * * ? *)");
    expect(lostInGaps(often, ...YEAR)).toHaveLength(2);
    expect(runsAfterGaps(often, ...YEAR)).toEqual([]);
  });

  test("has no make-up outside the schedule's start and end", () => {
    expect(
      runsAfterGaps(timing("cron(30 2 * * ? *)", "Europe/Berlin", { startAt: at("2027-04-01T00:00:00Z") }), ...YEAR),
    ).toEqual([]);
    expect(
      runsAfterGaps(timing("cron(30 2 * * ? *)", "Europe/Berlin", { endAt: at("2027-03-01T00:00:00Z") }), ...YEAR),
    ).toEqual([]);
  });

  test("is made up for at the first moment after the gap, which is no due time of its own", () => {
    const nightly = timing("cron(30 2 * * ? *)");
    const [lost] = runsAfterGaps(nightly, ...YEAR);
    expect(lost).toMatchObject({ atMs: at("2027-03-28T01:00:00Z"), wallMs: at("2027-03-28T02:30:00Z") });
    expect([...dueTimes({ ...nightly, expression: lost?.instead ?? nightly.expression }, ...YEAR)]).toEqual([
      lost?.atMs,
    ]);
  });
});

describe("a remark", () => {
  const remarks = (text: string, zone: string, from: string, to: string, more: Partial<Timing> = {}) => {
    const about = timing(text, zone, more);
    return [...dueTimes(about, at(from), at(to))].flatMap((due) => {
      const said = remarkOn(about, due);
      return said === undefined ? [] : [`${new Date(due).toISOString().slice(0, 16)} ${said}`];
    });
  };

  test("stands beside the last due time before a skipped one, and nowhere else", () => {
    expect(remarks("cron(30 2 * * ? *)", "Europe/Berlin", "2027-03-20T00:00Z", "2027-04-05T00:00Z")).toEqual([
      "2027-03-27T01:30 clocks go forward on 28 March 2027: 02:30 does not exist, AWS skips it",
    ]);
    expect(remarks("cron(0 6 * * ? *)", "Europe/Berlin", "2027-03-20T00:00Z", "2027-04-05T00:00Z")).toEqual([]);
  });

  test("names the span when several times are skipped", () => {
    expect(remarks("cron(0/15 * * * ? *)", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-28T12:00Z")).toEqual([
      "2027-03-28T00:45 clocks go forward on 28 March 2027: 02:00 to 03:00 does not exist, AWS skips it",
    ]);
  });

  test("stands beside a due time that the clock shows twice", () => {
    expect(remarks("cron(30 2 * * ? *)", "Europe/Berlin", "2027-10-25T00:00Z", "2027-11-05T00:00Z")).toEqual([
      "2027-10-31T00:30 clocks go back on 31 October 2027: 02:30 comes twice, AWS fires the first time only",
    ]);
  });

  test("tells that a daily rate moves by the shift, once", () => {
    const anchorAt = at("2027-03-26T05:00:00Z");
    expect(remarks("rate(1 day)", "Europe/Berlin", "2027-03-26T00:00Z", "2027-03-31T00:00Z", { anchorAt })).toEqual([
      "2027-03-28T05:00 clocks went forward on 28 March 2027: a rate counts 24 hours and is now due at 07:00",
    ]);
    expect(remarks("rate(1 hour)", "Europe/Berlin", "2027-03-28T00:00Z", "2027-03-28T12:00Z", { anchorAt })).toEqual(
      [],
    );
  });

  test("is made in no zone without clock changes", () => {
    expect(remarks("cron(30 2 * * ? *)", "Asia/Kolkata", "2027-01-01T00:00Z", "2028-01-01T00:00Z")).toEqual([]);
  });
});
