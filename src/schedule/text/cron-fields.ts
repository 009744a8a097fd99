// The fields of AWS cron: their limits, names and words (Scheduler User Guide, "Schedule types", cron-based schedules).
import type { ScheduleField } from "../errors.ts";

export interface FieldSpec {
  readonly field: ScheduleField;
  /** What one value is called in a message. */
  readonly noun: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  /** The number of the first name. */
  readonly firstName: number;
}

export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

export const MONTH_NAMES = [
  "JAN",
  "FEB",
  "MAR",
  "APR",
  "MAY",
  "JUN",
  "JUL",
  "AUG",
  "SEP",
  "OCT",
  "NOV",
  "DEC",
] as const;
export const WEEKDAY_NAMES = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

const plain = (field: ScheduleField, noun: string, min: number, max: number): FieldSpec => ({
  field,
  noun,
  min,
  max,
  names: [],
  firstName: 0,
});

export const MINUTES = plain("minutes", "minute", 0, 59);
export const HOURS = plain("hours", "hour", 0, 23);
export const DATES = plain("day-of-month", "day of month", 1, 31);
export const YEARS = plain("year", "year", FIRST_YEAR, LAST_YEAR);
export const MONTHS: FieldSpec = {
  field: "month",
  noun: "month",
  min: 1,
  max: 12,
  names: MONTH_NAMES,
  firstName: 1,
};
/** AWS counts 1 = SUN to 7 = SAT. */
export const WEEKDAYS: FieldSpec = {
  field: "day-of-week",
  noun: "day of week",
  min: 1,
  max: 7,
  names: WEEKDAY_NAMES,
  firstName: 1,
};
/** Unix counts 0 or 7 = Sunday. */
export const UNIX_WEEKDAYS: FieldSpec = { ...WEEKDAYS, min: 0, firstName: 0 };

/** `0-59`, `1-12 or JAN-DEC`. */
export function limitsOf(spec: FieldSpec): string {
  const first = spec.names[0];
  return first ? `${spec.min}-${spec.max} or ${first}-${spec.names.at(-1)}` : `${spec.min}-${spec.max}`;
}

/** One field of an expression, and where it stands in the whole text. */
export interface FieldText {
  readonly whole: string;
  readonly offset: number;
  readonly text: string;
}

/** The white-space-separated parts of `whole` between two offsets. */
export function splitFields(whole: string, from: number, to: number): FieldText[] {
  const fields: FieldText[] = [];
  for (let at = from; at < to; ) {
    while (at < to && isBlank(whole.charCodeAt(at))) at++;
    const start = at;
    while (at < to && !isBlank(whole.charCodeAt(at))) at++;
    if (at > start) fields.push({ whole, offset: start, text: whole.slice(start, at) });
  }
  return fields;
}

/** Space, tab, line ends: what separates fields; anything stranger is part of one, and then wrong there. */
function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** The whole text with one part of it replaced: how the nearest right expression is made. */
export function withPart(part: FieldText, replacement: string): string {
  return part.whole.slice(0, part.offset) + replacement + part.whole.slice(part.offset + part.text.length);
}
