// Translating Unix cron keeps the set of due times: a crontab read by hand against the AWS schedules made of it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { dueTimes } from "../../src/schedule/due-times.ts";
import { parseExpression } from "../../src/schedule/parse-expression.ts";

const DAY = 86_400_000;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** crontab(5): lists of *, a, a-b and a-b/n; a range that runs backwards wraps around; 7 is Sunday. */
function covers(field: string, value: number, min: number, size: number): boolean {
  return field.split(",").some((term) => {
    const [range = "", step = "1"] = term.split("/");
    const [low = "", high = low] = range === "*" ? [String(min), String(min + size - 1)] : range.split("-");
    const from = Number(low);
    const length = (((Number(high) - from) % size) + size) % size;
    // 0-7 in weekdays goes all the way round.
    const all = Number(high) - from >= size - 1;
    const distance = (((value - from) % size) + size) % size;
    return (all || distance <= length) && distance % Number(step) === 0;
  });
}

function crontab(line: string, from: number, to: number): number[] {
  const [minutes = "", hours = "", dates = "", months = "", weekdays = ""] = line.split(" ");
  const named = DAYS.reduce((text, name, index) => text.replaceAll(name, String(index)), weekdays);
  const due: number[] = [];
  for (let day = from; day < to; day += DAY) {
    const date = new Date(day);
    if (!covers(months, date.getUTCMonth() + 1, 1, 12)) continue;
    const byDate = covers(dates, date.getUTCDate(), 1, 31);
    const byWeekday = covers(named, date.getUTCDay(), 0, 7);
    const either = dates !== "*" && weekdays !== "*";
    if (either ? !byDate && !byWeekday : !byDate || !byWeekday) continue;
    for (let minute = 0; minute < 1440; minute++) {
      if (covers(hours, Math.floor(minute / 60), 0, 24) && covers(minutes, minute % 60, 0, 60))
        due.push(day + minute * 60_000);
    }
  }
  return due;
}

const field = (min: number, max: number) => {
  const value = fc.integer({ min, max }).map(String);
  const range = fc.tuple(value, value).map(([a, b]) => `${a}-${b}`);
  const forward = fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.integer({ min: 1, max: 5 }));
  const stepped = forward.map(([a, b, n]) => `${Math.min(a, b)}-${Math.max(a, b)}/${n}`);
  const terms = fc.array(fc.oneof(value, range, stepped), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.constant("*"),
    value,
    terms.map((list) => list.join(",")),
    fc.integer({ min: 2, max: 6 }).map((n) => `*/${n}`),
  );
};
const plainDays = (min: number, max: number) => field(min, max).map((text) => (text.startsWith("*/") ? "*" : text));
const weekday = fc.oneof(plainDays(0, 7), fc.constantFrom("mon", "fri-mon", "mon-fri", "sat,sun", "5-7", "0-7"));
const line = fc
  .tuple(field(0, 59), field(0, 23), plainDays(1, 28), field(1, 12), weekday)
  .map((fields) => fields.join(" "));

test("no due time of a Unix line is lost or added by translating it", () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 20_000, max: 24_000 }), (text, startDay) => {
      const [from, to] = [startDay * DAY, (startDay + 40) * DAY];
      const found = parseExpression(text).expressions.flatMap(({ expression }) => [
        ...dueTimes({ expression, timezone: "UTC" }, from, to - 1),
      ]);
      expect(
        [...new Set(found)].sort((a, b) => a - b),
        text,
      ).toEqual(crontab(text, from, to));
    }),
    { numRuns: 60 },
  );
});
