// What holds for every expression: its text reads back, its due times ascend, and forwards and backwards agree.
import fc from "fast-check";
import { expect, test } from "vitest";
import { dueTimes, nextDue, previousDue, type Timing } from "../../src/schedule/due-times.ts";
import { ScheduleError } from "../../src/schedule/errors.ts";
import { parseAws } from "../../src/schedule/parse-aws.ts";
import { parseExpression } from "../../src/schedule/parse-expression.ts";
import { awsCron, zones } from "./arbitrary.ts";
import { bruteForce } from "./brute-force.ts";

/** Random days may not exist in the random months: such expressions are refused, and have their own tests. */
function parsed(text: string) {
  try {
    return parseAws(text);
  } catch (error) {
    if (error instanceof ScheduleError && error.code === "schedule-never") return undefined;
    throw error;
  }
}

const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) });
const timings = fc.tuple(awsCron, fc.constantFrom(...zones)).map(([text, timezone]): Timing | undefined => {
  const expression = parsed(text);
  return expression && { expression, timezone };
});
const numRuns = 400;

test("no expression changes when its canonical text is read again", () => {
  fc.assert(
    fc.property(awsCron, (text) => {
      const once = parsed(text);
      if (!once) return;
      expect(parseAws(once.text)).toEqual(once);
      expect(parseExpression(once.text).expressions).toEqual([{ name: undefined, expression: once }]);
    }),
    { numRuns },
  );
});

test("no due time is at or before the instant it was asked after", () => {
  fc.assert(
    fc.property(timings, instants, (timing, at) => {
      const next = timing && nextDue(timing, at);
      if (next !== undefined) expect(next).toBeGreaterThan(at);
      const previous = timing && previousDue(timing, at);
      if (previous !== undefined) expect(previous).toBeLessThan(at);
    }),
    { numRuns },
  );
});

test("no due time lies between a due time and the next one", () => {
  fc.assert(
    fc.property(timings, instants, (timing, at) => {
      const next = timing && nextDue(timing, at);
      if (!timing || next === undefined) return;
      expect(nextDue(timing, next - 1)).toBe(next);
      const previous = previousDue(timing, next);
      if (previous !== undefined) {
        expect(previous).toBeLessThanOrEqual(at);
        expect(nextDue(timing, previous)).toBe(next);
      }
      const after = nextDue(timing, next);
      if (after !== undefined) expect(previousDue(timing, after)).toBe(next);
    }),
    { numRuns },
  );
});

test("no due time differs from walking every minute", () => {
  fc.assert(
    fc.property(timings, instants, (timing, at) => {
      if (!timing) return;
      const from = Math.floor(at / 60_000) * 60_000;
      const to = from + 3 * 86_400_000;
      const ours = [...dueTimes(timing, from, to)];
      expect(ours).toEqual(bruteForce(timing.expression.text, timing.timezone, from, to));
      const backwards: number[] = [];
      for (let due = previousDue(timing, to + 1); due !== undefined && due >= from; due = previousDue(timing, due)) {
        backwards.unshift(due);
      }
      expect(backwards).toEqual(ours);
    }),
    { numRuns: 60 },
  );
});

test("no text, however wrong, makes a parser throw anything but a ScheduleError, or point outside it", () => {
  const pieces = fc.constantFrom(
    ..."0 6 * ? / - , # L W 5 31 60 MON-FRI jan every day at 9:00 cron( ) rate( at( @daily TZ= on the last H".split(
      " ",
    ),
    " ",
    "1",
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(pieces, { maxLength: 14 }).map((some) => some.join("")),
    fc.array(pieces, { maxLength: 8 }).map((some) => some.join(" ")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const parse of [parseAws, parseExpression]) {
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof ScheduleError)) throw error;
          expect(error.text).toBe(text);
          expect(error.offset + error.length).toBeLessThanOrEqual(text.length + 1);
          if (error.instead !== undefined) parse(error.instead);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
