// Reads the two day fields of AWS cron, of which exactly one decides (Scheduler User Guide, "Schedule types").
import { ScheduleError } from "../errors.ts";
import type { DayRule } from "../expression.ts";
import { DATES, type FieldText, WEEKDAY_NAMES, WEEKDAYS, withPart } from "./cron-fields.ts";
import { remembering } from "./field-set.ts";
import { readTerm } from "./read-field.ts";
import { fault, readNumber, sliceOf, termsOf } from "./read-number.ts";

export const ANY_DAY: DayRule = Object.freeze({ kind: "any" });

export function readDays(dates: FieldText, weekdays: FieldText): DayRule {
  const byDate = dates.text !== "?";
  const byWeekday = weekdays.text !== "?";
  if (byDate && byWeekday) throw bothSet(dates, weekdays);
  if (!byDate && !byWeekday) {
    throw fault(
      "schedule-days",
      dates,
      DATES,
      "Neither day of month nor day of week is set",
      "? in exactly one of the two",
      withPart(dates, "*"),
    );
  }
  return byDate ? readDates(dates, DATES) : readWeekdays(weekdays, WEEKDAYS);
}

function bothSet(dates: FieldText, weekdays: FieldText) {
  const expected = "? in exactly one of the two";
  if (weekdays.text === "*") {
    const problem = "Day of month and day of week are both set";
    return fault("schedule-days", weekdays, WEEKDAYS, problem, expected, withPart(weekdays, "?"));
  }
  if (dates.text === "*") {
    const problem = "Day of month and day of week are both set";
    return fault("schedule-days", dates, DATES, problem, expected, withPart(dates, "?"));
  }
  const problem = "Day of month and day of week cannot both restrict the days of one AWS schedule";
  return new ScheduleError("schedule-days", {
    text: weekdays.whole,
    field: WEEKDAYS.field,
    offset: weekdays.offset,
    length: weekdays.text.length,
    problem,
    expected,
    advice: `Write two schedules: ${withPart(weekdays, "?")} and ${withPart(dates, "?")}.`,
  });
}

/** `L`, `nW` and lists beside plain numbers. */
export const readDates = remembering((part: FieldText): DayRule => {
  let dates = 0;
  let nearestWeekdayTo = 0;
  let last = false;
  for (const term of termsOf(part, DATES)) {
    const text = term.text.toUpperCase();
    if (text === "L") last = true;
    else if (text === "LW" || text.startsWith("L-")) throw undocumentedLast(term);
    else if (/^\d+W$/.test(text)) nearestWeekdayTo |= 1 << readNumber(sliceOf(term, 0, text.length - 1), DATES);
    else for (const date of readTerm(term, DATES)) dates |= 1 << date;
  }
  if (dates === ALL_DATES) return ANY_DAY;
  return Object.freeze({ kind: "dates", dates, last, nearestWeekdayTo });
});

const ALL_DATES = ~1;

function undocumentedLast(term: FieldText) {
  const problem = `AWS documents no ${term.text} in day of month`;
  return fault(
    "schedule-value",
    term,
    DATES,
    problem,
    "1-31, L (the last day) or a number with W",
    withPart(term, "L"),
  );
}

/** `L` (Saturday, the last day of the week), `6L`, `6#3` and lists beside plain numbers and names. */
export const readWeekdays = remembering((part: FieldText): DayRule => {
  const terms = termsOf(part, WEEKDAYS);
  const hash = terms.find((term) => term.text.includes("#"));
  if (hash) return readNth(hash, part, terms.length);
  let weekdays = 0;
  let last = 0;
  for (const term of terms) {
    const text = term.text.toUpperCase();
    if (text.includes("/")) throw steppedWeekdays(term);
    if (text === "L") weekdays |= 1 << 6;
    else if (text.length > 1 && text.endsWith("L"))
      last |= 1 << (readNumber(sliceOf(term, 0, text.length - 1), WEEKDAYS) - 1);
    else for (const weekday of readTerm(term, WEEKDAYS)) weekdays |= 1 << (weekday - 1);
  }
  if (weekdays === 0x7f) return ANY_DAY;
  return Object.freeze({ kind: "weekdays", weekdays, last: last & ~weekdays, nth: undefined });
});

function readNth(term: FieldText, part: FieldText, terms: number): DayRule {
  if (terms > 1) {
    const problem = "# allows only one term in day of week";
    throw fault(
      "schedule-value",
      part,
      WEEKDAYS,
      problem,
      "one term like 6#3 (the third Friday)",
      withPart(part, term.text),
    );
  }
  const at = term.text.indexOf("#");
  const weekday = readNumber(sliceOf(term, 0, at), WEEKDAYS) - 1;
  const which = sliceOf(term, at + 1);
  if (!/^[1-5]$/.test(which.text)) {
    const problem = noSuchNth(which, weekday);
    throw fault(
      "schedule-value",
      which,
      WEEKDAYS,
      problem,
      "a number from 1 to 5 after #",
      withPart(part, `${WEEKDAY_NAMES[weekday]}L`),
    );
  }
  return Object.freeze({ kind: "weekdays", weekdays: 0, last: 0, nth: { weekday, n: Number(which.text) } });
}

export function noSuchNth(which: FieldText, weekday: number): string {
  if (which.text === "") return "The number after # is missing";
  return `There is no ${WEEKDAY_NAMES[weekday]} number ${which.text} of a month`;
}

function steppedWeekdays(term: FieldText) {
  const match = /^(\*|[A-Za-z0-9]+)\/([1-7])$/.exec(term.text);
  let instead: string | undefined;
  if (match) {
    const from = match[1] === "*" ? 1 : readNumber(sliceOf(term, 0, (match[1] ?? "").length), WEEKDAYS);
    const names: string[] = [];
    for (let day = from; day <= 7; day += Number(match[2])) names.push(WEEKDAY_NAMES[day - 1] ?? "");
    instead = withPart(term, names.join(","));
  }
  return fault(
    "schedule-value",
    term,
    WEEKDAYS,
    "AWS has no steps in day of week",
    "a list or range of 1-7 or SUN-SAT",
    instead,
  );
}
