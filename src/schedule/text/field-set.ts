// Fields repeat from job to job far more than whole expressions do: each text is read once, each set printed once.
import type { FieldSpec, FieldText } from "./cron-fields.ts";
import { printSet } from "./print-set.ts";

/** More different texts of one field than any file has; past it, all are forgotten. */
const MOST_KEPT = 2_000;

/** A reader of one field that remembers what it read. What it refuses, it refuses each time, in its place. */
export function remembering<T>(read: (part: FieldText, spec: FieldSpec) => T) {
  const known = new Map<FieldSpec, Map<string, T>>();
  return (part: FieldText, spec: FieldSpec): T => {
    let ofField = known.get(spec);
    if (!ofField || ofField.size >= MOST_KEPT) {
      ofField = new Map();
      known.set(spec, ofField);
    }
    let found = ofField.get(part.text);
    if (found === undefined) {
      found = read(part, spec);
      ofField.set(part.text, found);
    }
    return found;
  };
}

/** A set of values as an expression holds it. */
export interface FieldSet {
  readonly text: string;
  /** Bit n is value n, for 0 to 29. */
  readonly low: number;
  /** Bit n is value 30 + n: minutes alone go so far, years are kept as they are. */
  readonly high: number;
}

const sets = new WeakMap<readonly number[], FieldSet>();

/** The same list of values belongs to one field always, so it has one text. */
export function fieldSet(values: readonly number[], spec: FieldSpec): FieldSet {
  const known = sets.get(values);
  if (known) return known;
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value < 30) low |= 1 << value;
    else if (value < 60) high |= 1 << (value - 30);
  }
  const set = { text: printSet(values, spec), low, high };
  sets.set(values, set);
  return set;
}
