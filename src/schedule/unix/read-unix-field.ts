// Expands one field of Unix cron: places and wrap-around are ours, what is left is cron-parser's.
import { CronExpressionParser } from "cron-parser";
import type { FieldSpec, FieldText } from "../text/cron-fields.ts";
import { remembering } from "../text/field-set.ts";
import { sequence } from "../text/read-field.ts";
import { fault, readNumber, readStep, sliceOf, termsOf } from "../text/read-number.ts";

/** The values that the field allows, ascending. */
export const readUnixField = remembering((part: FieldText, spec: FieldSpec): readonly number[] => {
  if (/^[@H]|[~%]/.test(part.text)) throw extension(part, spec);
  // Term by term, and each of a wrapped list too: cron-parser refuses a field that names a value twice, crontab does not.
  const terms = termsOf(part, spec).flatMap((term) => normalTerm(term, spec).split(","));
  return [...new Set(terms.flatMap((term) => expand(term, spec)))].sort((a, b) => a - b);
});

/** The term in numbers alone, with every range running forwards: what cron-parser and AWS's users read alike. */
function normalTerm(term: FieldText, spec: FieldSpec): string {
  const slash = term.text.indexOf("/");
  const start = slash < 0 ? term : sliceOf(term, 0, slash);
  const step = slash < 0 ? 1 : readStep(sliceOf(term, slash + 1), spec);
  if (start.text === "*") return `*/${step}`;
  const dash = start.text.indexOf("-");
  if (dash < 0) {
    const value = readNumber(start, spec);
    return slash < 0 ? String(value) : `${value}-${spec.max}/${step}`;
  }
  const from = readNumber(sliceOf(start, 0, dash), spec);
  const to = readNumber(sliceOf(start, dash + 1), spec);
  if (from <= to) return `${from}-${to}/${step}`;
  // 7 is Sunday again, not an eighth day.
  const size = spec.field === "day-of-week" ? 7 : spec.max - spec.min + 1;
  return sequence(from, to + size, step)
    .map((value) => (value >= spec.min + size ? value - size : value))
    .join(",");
}

const PLACES = ["minutes", "hours", "day-of-month", "month", "day-of-week"] as const;
const PARSED = ["minute", "hour", "dayOfMonth", "month", "dayOfWeek"] as const;

function expand(text: string, spec: FieldSpec): readonly number[] {
  const place = (PLACES as readonly string[]).indexOf(spec.field);
  const line = PLACES.map((_, index) => (index === place ? text : "*")).join(" ");
  // A date is given so that it does not ask for the current one.
  const { fields } = CronExpressionParser.parse(line, { currentDate: 0, tz: "UTC" });
  const name = PARSED[place] ?? "minute";
  return fields[name].values.map(Number);
}

function extension(part: FieldText, spec: FieldSpec) {
  const problem = `"${part.text}" is an extension of some crons that picks or passes values; AWS has none`;
  return fault("schedule-untranslatable", part, spec, problem, "numbers, lists, ranges and steps");
}
