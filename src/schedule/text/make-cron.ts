// Fields that were read become a cron expression: canonical text, within AWS's length, and able to fire.
import { ScheduleError } from "../errors.ts";
import { asParsed, type CronExpression, type DayRule } from "../expression.ts";
import { FIRST_WALL_MS, nextWall } from "../times/wall-search.ts";
import { type FieldText, YEARS } from "./cron-fields.ts";
import { printCron } from "./print-cron.ts";

/** ScheduleExpression of CreateSchedule (Scheduler API reference). */
const LONGEST_EXPRESSION = 256;

export interface CronParts {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/** `days` is the field that decides the days, or all of the text: the place of a message about them. */
export function makeCron(days: FieldText, parts: CronParts): CronExpression {
  const fields = {
    kind: "cron" as const,
    minutesLow: maskOf(parts.minutes.filter((minute) => minute < 30)),
    minutesHigh: maskOf(parts.minutes.filter((minute) => minute >= 30).map((minute) => minute - 30)),
    hours: maskOf(parts.hours),
    months: maskOf(parts.months),
    years: parts.years.length === YEARS.max - YEARS.min + 1 ? ("any" as const) : parts.years,
    days: parts.days,
  };
  const text = printCron(fields);
  if (text.length > LONGEST_EXPRESSION) throw tooLong(days.whole, text);
  const cron = asParsed<CronExpression>({ ...fields, text });
  if (nextWall(cron, FIRST_WALL_MS) === undefined) throw neverFires(days, cron);
  return cron;
}

function maskOf(bits: readonly number[]): number {
  let mask = 0;
  for (const bit of bits) mask |= 1 << bit;
  return mask;
}

function tooLong(source: string, text: string): ScheduleError {
  return new ScheduleError("schedule-too-long", {
    text: source,
    offset: 0,
    length: source.length,
    problem: `The AWS form of this schedule has ${text.length} characters`,
    expected: `at most ${LONGEST_EXPRESSION}: split the schedule in two`,
  });
}

/** 31 April, 30 February, a fifth Monday that no listed year has. */
function neverFires(days: FieldText, cron: CronExpression): ScheduleError {
  return new ScheduleError("schedule-never", {
    text: days.whole,
    field: cron.days.kind === "weekdays" ? "day-of-week" : "day-of-month",
    offset: days.offset,
    length: days.text.length,
    problem: "This schedule never fires: none of its months and years has such a day",
    expected: "a day that exists",
    instead: cron.days.kind === "dates" ? printCron({ ...cron, days: LAST_DAY }) : undefined,
  });
}

const LAST_DAY: DayRule = Object.freeze({ kind: "dates", dates: 0, last: true, nearestWeekdayTo: 0 });
