// Fields that were read become a cron expression: canonical text, within AWS's length, and able to fire.
import { ScheduleError } from "../errors.ts";
import { asParsed, type CronExpression, type DayRule } from "../expression.ts";
import { FIRST_WALL_MS, nextWall } from "../times/wall-search.ts";
import { type FieldText, HOURS, MINUTES, MONTHS, YEARS } from "./cron-fields.ts";
import { fieldSet } from "./field-set.ts";
import { cronText } from "./print-cron.ts";

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
  const minutes = fieldSet(parts.minutes, MINUTES);
  const hours = fieldSet(parts.hours, HOURS);
  const months = fieldSet(parts.months, MONTHS);
  const years = fieldSet(parts.years, YEARS);
  const text = cronText(minutes.text, hours.text, parts.days, months.text, years.text);
  if (text.length > LONGEST_EXPRESSION) throw tooLong(days.whole, text);
  const cron = asParsed<CronExpression>({
    kind: "cron" as const,
    minutesLow: minutes.low,
    minutesHigh: minutes.high,
    hours: hours.low,
    months: months.low,
    years: years.text === "*" ? "any" : parts.years,
    days: parts.days,
    text,
  });
  if (nextWall(cron, FIRST_WALL_MS) === undefined) {
    const instead = cronText(minutes.text, hours.text, LAST_DAY, months.text, years.text);
    throw neverFires(days, parts.days, instead);
  }
  return cron;
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
function neverFires(days: FieldText, rule: DayRule, instead: string): ScheduleError {
  return new ScheduleError("schedule-never", {
    text: days.whole,
    field: rule.kind === "weekdays" ? "day-of-week" : "day-of-month",
    offset: days.offset,
    length: days.text.length,
    problem: "This schedule never fires: none of its months and years has such a day",
    expected: "a day that exists",
    instead: rule.kind === "dates" ? instead : undefined,
  });
}

const LAST_DAY: DayRule = Object.freeze({ kind: "dates", dates: 0, last: true, nearestWeekdayTo: 0 });
