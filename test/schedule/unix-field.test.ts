// One field of Unix cron as another reader of it has it: no term of steps, ranges and lists means other values to us.
import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExpression } from "../../src/schedule/parse-expression.ts";

const LIMITS = { minute: [0, 59], hour: [0, 23], dayOfMonth: [1, 31], month: [1, 12], dayOfWeek: [0, 7] } as const;
const PLACES = ["minute", "hour", "dayOfMonth", "month", "dayOfWeek"] as const;
type Place = (typeof PLACES)[number];

const term = (place: Place) => {
  const [min, max] = LIMITS[place];
  const value = fc.integer({ min, max });
  const step = fc.integer({ min: 1, max: max - min });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  return fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([span, every]) => `${span}/${every}`),
    step.map((every) => `*/${every}`),
  );
};

/** The peer refuses a list that names a value twice. */
function theirs(place: Place, terms: readonly string[]): number[] {
  const values = terms.flatMap((one) => {
    const line = PLACES.map((each) => (each === place ? one : "*")).join(" ");
    return CronExpressionParser.parse(line, { currentDate: 0, tz: "UTC" }).fields[place].values.map(Number);
  });
  return [...new Set(values.map((value) => (place === "dayOfWeek" ? value % 7 : value)))].sort((a, b) => a - b);
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const bits = (mask: number, from: number, to: number) => upTo(from, to).filter((bit) => mask & (1 << bit));

function ours(place: Place, text: string): number[] {
  const line = PLACES.map((each) => (each === place ? text : "*")).join(" ");
  const cron = parseExpression(line).expressions[0]?.expression;
  if (cron?.kind !== "cron") throw new Error(`${line} is no cron`);
  if (place === "minute")
    return [...bits(cron.minutesLow, 0, 29), ...bits(cron.minutesHigh, 0, 29).map((bit) => bit + 30)];
  if (place === "hour") return bits(cron.hours, 0, 23);
  if (place === "month") return bits(cron.months, 1, 12);
  if (cron.days.kind === "dates") return bits(cron.days.dates, 1, 31);
  if (cron.days.kind === "weekdays") return bits(cron.days.weekdays, 0, 6);
  return place === "dayOfMonth" ? upTo(1, 31) : upTo(0, 6);
}

test.each(PLACES)("no list of terms in the %s field is read otherwise than by cron-parser", (place) => {
  fc.assert(
    fc.property(fc.array(term(place), { minLength: 1, maxLength: 4 }), (terms) => {
      expect(ours(place, terms.join(","))).toEqual(theirs(place, terms));
    }),
    { numRuns: 300 },
  );
});
