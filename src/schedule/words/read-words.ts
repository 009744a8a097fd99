// Reads schedules in words: `every 15 minutes`, `every weekday at 9:30`, `on the last friday at 18:00`.
import type { CronExpression, DayRule, RateExpression } from "../expression.ts";
import { type FieldText, MONTHS, YEARS } from "../text/cron-fields.ts";
import { makeCron } from "../text/make-cron.ts";
import { ANY_DAY } from "../text/read-days.ts";
import { everyValue, sequence } from "../text/read-field.ts";
import { fault } from "../text/read-number.ts";
import { makeRate } from "../text/read-rate.ts";
import { readDayWords } from "./read-day-words.ts";
import { readTimes } from "./read-times.ts";

const EXPECTED =
  "words like: every 15 minutes, every hour, every day at 06:00, every weekday at 9:30, every monday and thursday at 7:00, " +
  "on the 1st at 03:00, on the last friday at 18:00";

const PERIODS: ReadonlySet<string> = new Set(["minute", "hour", "day"]);
const SHORT_UNITS: Readonly<Record<string, string>> = { m: "minute", min: "minute", h: "hour", hr: "hour" };

/** Does the text look like words at all, so that a mistake in it is one of words? */
export function isWords(text: string): boolean {
  return /^(every|each|on|at|daily|hourly|weekly|monthly|weekdays?|weekends?|mon|tue|wed|thu|fri|sat|sun)\b|^[a-z]+day/i.test(
    text,
  );
}

/** `words.text` is trimmed. */
export function readWords(words: FieldText): CronExpression | RateExpression {
  const said = words.text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^each /, "every ");
  const period = /^every (?:(\d+) )?([a-z]+)$/.exec(said);
  const repeated = period && readPeriod(words, period[1], period[2] ?? "");
  if (repeated) return repeated;
  const [, day = "", times] = /^(.*?)(?: ?\bat (.+))?$/.exec(said) ?? [];
  const days = readDayWords(day, words);
  if (days === undefined) throw fault("schedule-form", words, undefined, `"${words.text}" is no schedule`, EXPECTED);
  if (times === undefined) {
    const problem = `"${words.text}" does not say at what time`;
    throw fault("schedule-form", words, undefined, problem, "a time, such as at 06:00", `${words.text} at 06:00`);
  }
  return makeCron(words, {
    ...readTimes(times, words),
    days,
    months: everyValue(MONTHS),
    years: everyValue(YEARS),
  });
}

/** A period that divides the hour or the day is a cron on the clock; any other is a rate, which counts elapsed time. */
function readPeriod(
  words: FieldText,
  count: string | undefined,
  word: string,
): CronExpression | RateExpression | undefined {
  const unit = word.replace(/s$/, "");
  const short = SHORT_UNITS[unit];
  if (short !== undefined || (count !== undefined && !PERIODS.has(unit))) {
    const said = count === undefined ? word : `${count} ${word}`;
    const instead = short && `every ${count === undefined ? short : `${count} ${short}s`}`;
    throw fault("schedule-value", words, undefined, `"${said}" is no period`, "minutes, hours or days", instead);
  }
  if (unit !== "minute" && unit !== "hour" && !(unit === "day" && count !== undefined)) return undefined;
  const amount = Number(count ?? 1);
  if (amount === 0 || amount > 9_999_999) {
    throw fault(
      "schedule-value",
      words,
      undefined,
      `A schedule cannot repeat every ${amount} ${word}`,
      "a whole number from 1",
    );
  }
  if (unit === "minute" && 60 % amount === 0) return onTheClock(words, sequence(0, 59, amount), sequence(0, 23, 1));
  if (unit === "hour" && 24 % amount === 0) return onTheClock(words, [0], sequence(0, 23, amount));
  return makeRate(amount, unit);
}

function onTheClock(words: FieldText, minutes: readonly number[], hours: readonly number[]): CronExpression {
  const days: DayRule = ANY_DAY;
  return makeCron(words, { minutes, hours, days, months: everyValue(MONTHS), years: everyValue(YEARS) });
}
