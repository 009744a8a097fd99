// The edges of due times: start and end, rates, one-time schedules, far years, zones.
import { describe, expect, test } from "vitest";
import { dueTimes, nextDue, previousDue, type Timing } from "../../src/schedule/due-times.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { checkZone, instantOfWall, isZone, offsetAt, zoneNames } from "../../src/schedule/zone.ts";

const at = (iso: string) => Date.parse(iso);
const timing = (text: string, more: Partial<Timing> = {}): Timing => ({
  expression: parseAws(text),
  timezone: "UTC",
  ...more,
});

describe("start and end", () => {
  const [startAt, endAt] = [at("2027-01-02T06:00:00Z"), at("2027-01-04T06:00:00Z")];
  const daily = timing("cron(0 6 * * ? *)", { startAt, endAt });

  test("cut off no due time that falls on them, and let none through outside", () => {
    expect([...dueTimes(daily, 0, Number.MAX_SAFE_INTEGER)]).toEqual([startAt, at("2027-01-03T06:00:00Z"), endAt]);
    expect(nextDue(daily, endAt)).toBeUndefined();
    expect(previousDue(daily, startAt)).toBeUndefined();
    expect(previousDue(daily, Number.MAX_SAFE_INTEGER)).toBe(endAt);
    expect(nextDue(daily, 0)).toBe(startAt);
  });

  test("do not touch a one-time schedule, as the API reference says", () => {
    const once = timing("at(2030-01-01T00:00:00)", { startAt, endAt });
    expect(nextDue(once, 0)).toBe(at("2030-01-01T00:00:00Z"));
  });

  test("leave an empty span without due times", () => {
    const none = { ...daily, endAt: startAt - 1 };
    expect(nextDue(none, 0)).toBeUndefined();
    expect([...dueTimes(daily, endAt + 1, endAt + 10 * 86_400_000)]).toEqual([]);
  });
});

describe("rate", () => {
  const anchorAt = at("2027-03-13T17:00:00.750Z");
  const startAt = at("2027-03-14T00:00:00Z");

  test("never fires before its anchor, and counts whole seconds from it", () => {
    const rate = timing("rate(90 minutes)", { anchorAt });
    expect(nextDue(rate, 0)).toBe(at("2027-03-13T17:00:00Z"));
    expect(nextDue(rate, at("2027-03-13T17:00:00Z"))).toBe(at("2027-03-13T18:30:00Z"));
    expect(nextDue(rate, at("2027-03-13T18:29:59.999Z"))).toBe(at("2027-03-13T18:30:00Z"));
    expect(previousDue(rate, at("2027-03-13T18:30:00Z"))).toBe(at("2027-03-13T17:00:00Z"));
    expect(previousDue(rate, at("2027-03-13T17:00:00Z"))).toBeUndefined();
  });

  test("counts from the start, not from when it was made", () => {
    expect(nextDue(timing("rate(1 day)", { anchorAt, startAt }), 0)).toBe(startAt);
  });

  test("claims no due time when nothing says where to count from", () => {
    expect(nextDue(timing("rate(1 day)"), 0)).toBeUndefined();
    expect(previousDue(timing("rate(1 day)"), anchorAt)).toBeUndefined();
  });
});

describe("at", () => {
  const once = timing("at(2027-11-07T01:30:15)", { timezone: "America/New_York" });

  test("is not due a second time in a repeated hour", () => {
    expect([...dueTimes(once, 0, Number.MAX_SAFE_INTEGER)]).toEqual([at("2027-11-07T05:30:15Z")]);
    expect(previousDue(once, Number.MAX_SAFE_INTEGER)).toBe(at("2027-11-07T05:30:15Z"));
    expect(previousDue(once, at("2027-11-07T05:30:15Z"))).toBeUndefined();
  });

  test("is not due at a local time that does not exist", () => {
    expect(nextDue(timing("at(2027-03-14T02:30:00)", { timezone: "America/New_York" }), 0)).toBeUndefined();
  });
});

describe("far years", () => {
  test.each([
    ["cron(0 0 29 2 ? *)", "2097-01-01T00:00:00Z", "2104-02-29T05:00:00Z"],
    ["cron(0 0 ? 2 1#5 *)", "2027-01-01T00:00:00Z", "2032-02-29T05:00:00Z"],
    ["cron(59 23 31 12 ? 2199)", "1970-01-01T00:00:00Z", "2200-01-01T04:59:00Z"],
    ["cron(0 0 1 1 ? 1970)", "1960-01-01T00:00:00Z", "1970-01-01T05:00:00Z"],
  ])("T24 %s is found from %s, neither missed nor too late, nor by a long search", (text, from, expected) => {
    const found = timing(text, { timezone: "America/New_York" });
    const startedAt = performance.now();
    for (let n = 0; n < 10; n++) expect(nextDue(found, at(from))).toBe(at(expected));
    // Ten times in the time that one may take: what else the machine does is no fault of the search.
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(previousDue(found, at(expected) + 1)).toBe(at(expected));
  });

  test("T33 nothing is due after 2199, and asking at the ends of time does not loop", () => {
    const minutely = timing("cron(* * * * ? *)", { timezone: "America/New_York" });
    expect(nextDue(minutely, at("2200-01-01T04:59:00Z"))).toBeUndefined();
    for (const end of [Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
      expect(nextDue(minutely, end)).toBeUndefined();
      expect(previousDue(minutely, end)).toBe(at("2200-01-01T04:59:00Z"));
      expect(previousDue(minutely, -end)).toBeUndefined();
      expect(nextDue(minutely, -end)).toBe(at("1970-01-01T05:00:00Z"));
    }
    expect(nextDue(timing("cron(0 6 * * ? 2020)"), at("2021-01-01T00:00:00Z"))).toBeUndefined();
  });
});

describe("zones", () => {
  test("a day that a zone left out fires nothing, a shift at midnight loses only what it skips", () => {
    // Samoa crossed the date line: there was no 30 December 2011.
    const noon = timing("cron(0 12 * * ? *)", { timezone: "Pacific/Apia" });
    const days = [...dueTimes(noon, at("2011-12-28T12:00:00Z"), at("2012-01-01T12:00:00Z"))];
    expect(days.map((day) => new Date(day + offsetAt("Pacific/Apia", day)).getUTCDate())).toEqual([28, 29, 31, 1]);
    expect(instantOfWall("Pacific/Apia", at("2011-12-30T12:00:00Z"))).toBeUndefined();
  });

  test("an offset to the second is kept", () => {
    expect(offsetAt("Africa/Monrovia", at("1971-06-01T00:00:00Z"))).toBe(-(44 * 60 + 30) * 1_000);
  });

  test("T27 T28 no alias is refused, and nothing is a zone because Intl would take it", () => {
    for (const name of ["UTC", "US/Pacific", "Asia/Calcutta", "Asia/Kolkata", "Europe/Kyiv", "Etc/GMT+12", "EST5EDT"]) {
      expect(checkZone(name)).toBe(name);
    }
    for (const name of ["", "utc", "+05:30", "EST5", "Factory", "posix/UTC", "__proto__"])
      expect(isZone(name)).toBe(false);
    for (const name of zoneNames()) expect(() => offsetAt(name, 0), name).not.toThrow();
  });
});
