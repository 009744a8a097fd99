// Reads a cron field that is a plain set of numbers: minutes, hours, month, year, in AWS's dialect.
import { type FieldSpec, type FieldText, withPart } from "./cron-fields.ts";
import { remembering } from "./field-set.ts";
import { fault, readNumber, readStep, sliceOf, termsOf } from "./read-number.ts";

/** The values that the field allows, ascending; every value for `*`. */
export const readField = remembering((part: FieldText, spec: FieldSpec): readonly number[] => {
  if (part.text === "*") return everyValue(spec);
  if (part.text === "?") {
    throw fault(
      "schedule-value",
      part,
      spec,
      `? does not belong in the ${spec.field} field`,
      `* or a value; ? stands only for a day field that the other day field decides`,
      withPart(part, "*"),
    );
  }
  const values = new Set<number>();
  for (const term of termsOf(part, spec)) {
    for (const value of readTerm(term, spec)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
});

/** `*`, `*\/n`, `a`, `a/n` (from a to the field's end) or `a-b`, which may wrap around. */
export function readTerm(term: FieldText, spec: FieldSpec): readonly number[] {
  const slash = term.text.indexOf("/");
  if (slash >= 0) return readStepped(term, slash, spec);
  if (term.text === "*") return everyValue(spec);
  const dash = term.text.indexOf("-");
  if (dash < 0) return [readNumber(term, spec)];
  const from = readNumber(sliceOf(term, 0, dash), spec);
  const to = readNumber(sliceOf(term, dash + 1), spec);
  if (from <= to) return sequence(from, to, 1);
  // AWS's own example `0/30 20-2 ? * MON-FRI *` wraps (EventBridge User Guide, "Setting a schedule pattern"); years do not come round.
  if (spec.field !== "year") return [...sequence(spec.min, to, 1), ...sequence(from, spec.max, 1)];
  const turned = withPart(term, `${to}-${from}`);
  throw fault("schedule-value", term, spec, `The years ${term.text} run backwards`, "a range from low to high", turned);
}

function readStepped(term: FieldText, slash: number, spec: FieldSpec): readonly number[] {
  const start = sliceOf(term, 0, slash);
  const step = readStep(sliceOf(term, slash + 1), spec);
  const dash = start.text.indexOf("-");
  if (dash >= 0) {
    const from = readNumber(sliceOf(start, 0, dash), spec);
    const to = readNumber(sliceOf(start, dash + 1), spec);
    const size = spec.max - spec.min + 1;
    const values = sequence(from, from <= to ? to : to + size, step).map((value) =>
      value > spec.max ? value - size : value,
    );
    values.sort((a, b) => a - b);
    throw fault(
      "schedule-value",
      term,
      spec,
      `AWS documents no step on a range (${term.text})`,
      "a list, or a step on a single start",
      withPart(term, printList(values, spec)),
    );
  }
  const from = start.text === "*" ? spec.min : readNumber(start, spec);
  return sequence(from, spec.max, step);
}

/** A plain list: what replaces a form that AWS does not know must not itself look like a step. */
function printList(values: readonly number[], spec: FieldSpec): string {
  return values.map((value) => spec.names[value - spec.firstName] ?? String(value)).join(",");
}

/** The same list each time: `*` is the most frequent field. */
export function everyValue(spec: FieldSpec): readonly number[] {
  const known = every.get(spec);
  if (known) return known;
  const values = Object.freeze(sequence(spec.min, spec.max, 1));
  every.set(spec, values);
  return values;
}

const every = new Map<FieldSpec, readonly number[]>();

export function sequence(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}
