// Expands one field of Unix cron.
import type { FieldSpec, FieldText } from "../text/cron-fields.ts";
import { remembering } from "../text/field-set.ts";
import { sequence } from "../text/read-field.ts";
import { fault, readNumber, readStep, sliceOf, termsOf } from "../text/read-number.ts";

/** The values that the field allows, ascending. */
export const readUnixField = remembering((part: FieldText, spec: FieldSpec): readonly number[] => {
  if (/^[@H]|[~%]/.test(part.text)) throw extension(part, spec);
  return [...new Set(termsOf(part, spec).flatMap((term) => valuesOf(term, spec)))].sort((a, b) => a - b);
});

function valuesOf(term: FieldText, spec: FieldSpec): readonly number[] {
  const slash = term.text.indexOf("/");
  const start = slash < 0 ? term : sliceOf(term, 0, slash);
  const step = slash < 0 ? 1 : readStep(sliceOf(term, slash + 1), spec);
  if (start.text === "*") return sequence(spec.min, spec.max, step);
  const dash = start.text.indexOf("-");
  if (dash < 0) {
    const value = readNumber(start, spec);
    return slash < 0 ? [value] : sequence(value, spec.max, step);
  }
  const from = readNumber(sliceOf(start, 0, dash), spec);
  const to = readNumber(sliceOf(start, dash + 1), spec);
  if (from <= to) return sequence(from, to, step);
  // 7 is Sunday again, not an eighth day.
  const size = spec.field === "day-of-week" ? 7 : spec.max - spec.min + 1;
  return sequence(from, to + size, step).map((value) => (value >= spec.min + size ? value - size : value));
}

function extension(part: FieldText, spec: FieldSpec) {
  const problem = `"${part.text}" is an extension of some crons that picks or passes values; AWS has none`;
  return fault("schedule-untranslatable", part, spec, problem, "numbers, lists, ranges and steps");
}
