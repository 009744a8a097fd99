// Reads Unix cron (crontab(5)) and says it in AWS's: weekdays renumbered, wrap-around ranges and steps made lists.
import type { CronExpression, DayRule } from "../expression.ts";
import {
  DATES,
  type FieldText,
  HOURS,
  MINUTES,
  MONTHS,
  splitFields,
  UNIX_WEEKDAYS,
  YEARS,
} from "../text/cron-fields.ts";
import { makeCron } from "../text/make-cron.ts";
import { ANY_DAY } from "../text/read-days.ts";
import { everyValue } from "../text/read-field.ts";
import { fault } from "../text/read-number.ts";
import { readUnixDates, readUnixWeekdays } from "./read-unix-days.ts";
import { readUnixField } from "./read-unix-field.ts";

/** `dom` and `dow` when both day fields restrict: Unix runs on either, AWS needs a schedule for each. */
export interface NamedCron {
  readonly name: "dom" | "dow" | undefined;
  readonly expression: CronExpression;
}

/** `line.text` is the five fields. */
export function readUnix(line: FieldText): readonly NamedCron[] {
  const fields = splitFields(line.whole, line.offset, line.offset + line.text.length);
  const [minutes, hours, dates, months, weekdays] = fields;
  if (!minutes || !hours || !dates || !months || !weekdays || fields.length > 5) throw notFive(line, fields.length);
  const make = (days: DayRule) =>
    makeCron(days.kind === "weekdays" ? weekdays : dates, {
      minutes: readUnixField(minutes, MINUTES),
      hours: readUnixField(hours, HOURS),
      days,
      months: readUnixField(months, MONTHS),
      years: everyValue(YEARS),
    });
  const byDate = readUnixDates(dates, DATES);
  const byWeekday = readUnixWeekdays(weekdays, UNIX_WEEKDAYS);
  const wildDates = isWild(dates);
  const wildWeekdays = isWild(weekdays);
  if (wildDates) return [{ name: undefined, expression: make(wildWeekdays ? ANY_DAY : byWeekday) }];
  if (wildWeekdays) return [{ name: undefined, expression: make(byDate) }];
  refuseStarred(dates, weekdays);
  if (byDate.kind === "any" || byWeekday.kind === "any") return [{ name: undefined, expression: make(ANY_DAY) }];
  return [
    { name: "dom", expression: make(byDate) },
    { name: "dow", expression: make(byWeekday) },
  ];
}

function isWild(part: FieldText): boolean {
  return part.text === "*" || part.text === "?";
}

/** A day field that starts with * and has a step counts as unrestricted in cron's OR, so both must hold: AWS has no such AND. */
function refuseStarred(dates: FieldText, weekdays: FieldText): void {
  for (const [part, spec] of [
    [dates, DATES],
    [weekdays, UNIX_WEEKDAYS],
  ] as const) {
    if (!part.text.startsWith("*")) continue;
    const problem = `${part.text} beside another day field means "both must hold" in Unix cron; AWS cannot say that`;
    throw fault("schedule-untranslatable", part, spec, problem, "only one of the two day fields, or plain lists");
  }
}

/** Six fields are AWS's without its parentheses, or begin with seconds, as seven do. */
function otherForm(text: string, count: number): string | undefined {
  const later = text.replace(/^0\s+/, "");
  if (count === 6) return text.includes("?") || later === text ? `cron(${text})` : later;
  return count === 7 && later !== text ? `cron(${later})` : undefined;
}

function notFive(line: FieldText, count: number) {
  const problem = `Unix cron has five fields; this has ${count}`;
  const expected = "minute, hour, day of month, month, day of week";
  return fault("schedule-fields", line, undefined, problem, expected, otherForm(line.text, count));
}
