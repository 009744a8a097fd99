// Reads one number or name of a cron field, and says what is wrong with it.
import { nearest } from "../../core/nearest.ts";
import { ScheduleError, type ScheduleErrorCode } from "../errors.ts";
import { type FieldSpec, type FieldText, limitsOf, withPart } from "./cron-fields.ts";

export function fault(
  code: ScheduleErrorCode,
  part: FieldText,
  spec: FieldSpec | undefined,
  problem: string,
  expected: string,
  instead?: string,
): ScheduleError {
  return new ScheduleError(code, {
    text: part.whole,
    field: spec?.field,
    offset: part.offset,
    length: part.text.length,
    problem,
    expected,
    instead,
  });
}

/** A slice of a part, still knowing where it stands. */
export function sliceOf(part: FieldText, from: number, to = part.text.length): FieldText {
  return { whole: part.whole, offset: part.offset + from, text: part.text.slice(from, to) };
}

/** The terms of a list field; an empty one is an error. */
export function termsOf(part: FieldText, spec: FieldSpec): FieldText[] {
  const terms: FieldText[] = [];
  let from = 0;
  for (const text of part.text.split(",")) {
    terms.push(sliceOf(part, from, from + text.length));
    from += text.length + 1;
  }
  const empty = terms.find((term) => term.text === "");
  if (empty) {
    const tidy = part.text.replace(/,{2,}/g, ",").replace(/^,|,$/g, "");
    const instead = tidy === "" ? undefined : withPart(part, tidy);
    const comma = sliceOf(part, Math.max(0, empty.offset - part.offset - 1), empty.offset - part.offset + 1);
    throw fault(
      "schedule-value",
      comma,
      spec,
      `The ${spec.noun} list has an empty place`,
      "a value on each side of a comma",
      instead,
    );
  }
  return terms;
}

/** The number of `5`, `MON` or `mon`, within the field's limits. */
export function readNumber(part: FieldText, spec: FieldSpec): number {
  const { text } = part;
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= spec.min && value <= spec.max) return value;
    throw fault(
      "schedule-value",
      part,
      spec,
      `There is no ${spec.noun} ${text}`,
      limitsOf(spec),
      closest(part, value, spec),
    );
  }
  const upper = text.toUpperCase();
  const index = spec.names.indexOf(upper);
  if (index >= 0) return index + spec.firstName;
  const name = spec.names.find((known) => /^[A-Z]{4,}$/.test(upper) && upper.startsWith(known));
  const near = name ?? (/^[A-Za-z]{2,4}$/.test(text) ? nearest(text, spec.names) : undefined);
  const problem = text === "" ? `A ${spec.noun} is missing` : `"${text}" is no ${spec.noun}`;
  throw fault("schedule-value", part, spec, problem, limitsOf(spec), near && withPart(part, near));
}

/** Sunday has three numbers in two dialects, midnight two; other numbers have no nearest one worth guessing. */
function closest(part: FieldText, value: number, spec: FieldSpec): string | undefined {
  if (spec.field === "day-of-week" && spec.min === 1 && value === 0) return withPart(part, "SUN");
  if (spec.field === "hours" && value === 24) return withPart(part, "0");
  if (spec.field === "minutes" && value === 60) return withPart(part, "0");
  return undefined;
}

/** `*\/90 * * * *` wants a period that no hour holds: elapsed time can. */
function asRate(part: FieldText, spec: FieldSpec, value: number): string | undefined {
  const before = part.whole.slice(0, part.offset).trim();
  const after = part.whole.slice(part.offset + part.text.length).trim();
  if (spec.field === "minutes" && before === "*/" && after === "* * * *") return `rate(${value} minutes)`;
  return spec.field === "hours" && before === "0 */" && after === "* * *" ? `rate(${value} hours)` : undefined;
}

/** The step of `a/n`. More than the field holds would leave one value and say something else than it does. */
export function readStep(part: FieldText, spec: FieldSpec): number {
  const most = spec.field === "year" ? spec.max - spec.min : spec.max;
  const value = /^\d+$/.test(part.text) ? Number(part.text) : Number.NaN;
  if (value >= 1 && value <= most) return value;
  const problem =
    part.text === "" ? "The step after / is missing" : `A step of ${part.text} does not fit the ${spec.noun} field`;
  throw fault("schedule-value", part, spec, problem, `a whole number from 1 to ${most}`, asRate(part, spec, value));
}
