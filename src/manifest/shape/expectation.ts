// The building blocks of the file's shape: each schema's message says what was expected, and nothing else.
import * as v from "valibot";
import { parseDuration } from "../../core/duration.ts";
import type { JsonObject } from "../../core/json.ts";

/** Message prefix of a key that is not accepted; behind it the accepted ones. */
export const UNKNOWN_KEY = "unknown key; accepted: ";

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A mapping with these keys only. valibot's strict object stops at the first unknown key; this one names them all. */
export function mapping<const Entries extends v.ObjectEntries>(entries: Entries) {
  const unknown = v.never(UNKNOWN_KEY + Object.keys(entries).join(", "));
  // What it lets through has exactly these keys; its own type would make every one of them `never` too.
  const schema = v.objectWithRest(entries, unknown) as unknown as v.ObjectSchema<Entries, undefined>;
  return v.pipe(v.custom<v.InferInput<v.ObjectSchema<Entries, undefined>>>(isMapping, "a mapping"), schema);
}

/** A mapping with keys of the user's own. */
export function mappingOf<const Value extends v.GenericSchema>(value: Value) {
  const expected = "a mapping";
  return v.pipe(
    v.custom<Record<string, v.InferInput<Value>>>(isMapping, expected),
    v.record(v.string(expected), value),
  );
}

/** `editor`: the rule in the words of JSON Schema, as far as it has them; it must let through all that `fits` does. */
export function text(expected: string, fits: (text: string) => boolean, editor: JsonObject = {}) {
  return v.pipe(v.string(expected), v.check(fits, expected), v.metadata({ editor: { ...editor, expected } }));
}

export function matching(expected: string, pattern: RegExp) {
  return text(expected, (value) => pattern.test(value), { pattern: pattern.source });
}

export function wholeNumber(from: number, to: number, unit = "") {
  const expected = `a whole number from ${from} to ${to}${unit}`;
  return v.pipe(
    v.number(expected),
    v.check((value) => Number.isInteger(value) && value >= from && value <= to, expected),
    v.metadata({ editor: { type: "integer", minimum: from, maximum: to } }),
  );
}

export function oneOf<const Choice extends string>(...choices: readonly Choice[]) {
  return v.picklist(choices, `one of ${choices.join(", ")}`);
}

export const trueOrFalse = v.boolean("true or false");

/** Seconds of a duration between two others, which may be asked to be whole minutes or days. */
export function duration(from: string, to: string, whole?: "minutes" | "days") {
  const expected = `a duration from ${from} to ${to}${whole ? ` in whole ${whole}` : ""}, such as ${to}`;
  const least = secondsOf(from) ?? 0;
  const most = secondsOf(to) ?? 0;
  const step = whole === "minutes" ? 60 : whole === "days" ? 86_400 : 1;
  return v.pipe(
    v.string(expected),
    v.check((value) => {
      const seconds = secondsOf(value);
      return seconds !== undefined && seconds >= least && seconds <= most && seconds % step === 0;
    }, expected),
    v.transform((value) => secondsOf(value) ?? 0),
    v.metadata({ editor: { pattern: "^[0-9]{1,9}[smhd]$", expected } }),
  );
}

function secondsOf(value: string): number | undefined {
  const ms = parseDuration(value);
  return ms === undefined ? undefined : ms / 1_000;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch milliseconds of an ISO instant; a day that the month does not have is none. */
export function instant() {
  const expected = "an instant with its offset, such as 2027-03-01T09:00:00Z or 2027-03-01T09:00:00+01:00";
  return v.pipe(
    v.string(expected),
    v.check((value) => instantOf(value) !== undefined, expected),
    v.transform((value) => instantOf(value) ?? 0),
    v.metadata({ editor: { pattern: INSTANT.source, expected } }),
  );
}

function instantOf(value: string): number | undefined {
  const match = INSTANT.exec(value);
  if (!match) return undefined;
  const wall = `${match[1]}${match[2] ?? ":00"}`;
  const asWritten = Date.parse(`${wall}Z`);
  if (Number.isNaN(asWritten) || new Date(asWritten).toISOString().slice(0, 19) !== wall) return undefined;
  const at = Date.parse(`${wall}${match[3]}`);
  return Number.isNaN(at) ? undefined : at;
}

/** One text, or a list of them. */
export function oneOrMore<const Item extends v.GenericSchema<string, string>>(expected: string, item: Item) {
  return v.pipe(
    v.lazy(
      (input): v.GenericSchema<string | string[], string | string[]> =>
        Array.isArray(input) ? v.pipe(v.array(item), v.minLength(1, expected)) : item,
    ),
    v.transform((value): readonly string[] => (typeof value === "string" ? [value] : value)),
    v.metadata({ either: [item, v.pipe(v.array(item), v.minLength(1, expected))] }),
  );
}
