// AWS's own dialect, strictly: what CreateSchedule accepts as ScheduleExpression.
import { ScheduleError } from "./errors.ts";
import type { CronExpression, Expression } from "./expression.ts";
import { type FieldText, HOURS, MINUTES, MONTHS, splitFields, YEARS } from "./text/cron-fields.ts";
import { makeCron } from "./text/make-cron.ts";
import { readAt } from "./text/read-at.ts";
import { readDays } from "./text/read-days.ts";
import { readField } from "./text/read-field.ts";
import { readRate } from "./text/read-rate.ts";
import { fiveFields } from "./unix/five-fields.ts";

/** `cron(…)`, `rate(…)` or `at(…)`. @throws ScheduleError */
export function parseAws(text: string): Expression {
  try {
    return readAws(text);
  } catch (error) {
    throw error instanceof ScheduleError ? error.mended(readAws) : error;
  }
}

function readAws(text: string): Expression {
  const match = /^(cron|rate|at)\(([\s\S]*)\)$/.exec(text);
  if (!match) throw notAws(text);
  const [, kind = "", content = ""] = match;
  const inner: FieldText = { whole: text, offset: kind.length + 1, text: content };
  if (kind === "cron") return readCron(inner);
  return kind === "rate" ? readRate(inner) : readAt(inner);
}

function readCron(inner: FieldText): CronExpression {
  const fields = splitFields(inner.whole, inner.offset, inner.offset + inner.text.length);
  const [minutes, hours, dates, months, weekdays, years] = fields;
  if (!minutes || !hours || !dates || !months || !weekdays || !years || fields.length > 6)
    throw fieldCount(inner, fields);
  return makeCron(weekdays.text === "?" ? dates : weekdays, {
    minutes: readField(minutes, MINUTES),
    hours: readField(hours, HOURS),
    days: readDays(dates, weekdays),
    months: readField(months, MONTHS),
    years: readField(years, YEARS),
  });
}

const SIX = "six fields: minutes, hours, day of month, month, day of week, year";

function fieldCount(inner: FieldText, fields: readonly FieldText[]): ScheduleError {
  const seventh = fields[6];
  const count = `${fields.length} field${fields.length === 1 ? "" : "s"}`;
  return new ScheduleError("schedule-fields", {
    text: inner.whole,
    offset: seventh ? seventh.offset : inner.offset,
    length: seventh ? inner.offset + inner.text.trimEnd().length - seventh.offset : inner.text.length,
    problem: `AWS cron has six fields; this has ${count}`,
    expected: SIX,
    instead: fields.length === 5 ? fiveFields(fields) : withoutSeconds(fields),
  });
}

/** Quartz puts seconds first; zero of them say nothing. */
function withoutSeconds(fields: readonly FieldText[]): string | undefined {
  if (fields.length !== 7 || fields[0]?.text !== "0") return undefined;
  return `cron(${fields
    .slice(1)
    .map((field) => field.text)
    .join(" ")})`;
}

function notAws(text: string): ScheduleError {
  const loose = /^\s*(cron|rate|at)\s*\((.*?)\)?\s*$/i.exec(text);
  const form = loose?.[1]?.toLowerCase();
  return new ScheduleError("schedule-form", {
    text,
    offset: 0,
    length: text.length,
    problem: text.trim() === "" ? "The schedule expression is empty" : `"${text}" is no AWS schedule expression`,
    expected: "cron(…) with six fields, rate(…) or at(…)",
    instead: form ? `${form}(${loose?.[2]?.trim()})` : `cron(${text})`,
  });
}
