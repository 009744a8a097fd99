// Prints a set of numbers as the shortest usual cron field: `*`, `0/15`, `MON-FRI`, `1,15`.
import type { FieldSpec } from "./cron-fields.ts";

/** The values ascending, within the field's limits. Equal sets give equal text. */
export function printSet(values: readonly number[], spec: FieldSpec): string {
  const [first, second] = values;
  if (first === undefined) return "";
  if (values.length === spec.max - spec.min + 1) return "*";
  const step = second === undefined ? 0 : second - first;
  if (step > 1 && values.length > 2 && spec.field !== "day-of-week" && isStepped(values, step, spec)) {
    return `${first}/${step}`;
  }
  return runsOf(values)
    .map(([from, to]) => {
      if (from === to) return nameOf(from, spec);
      return `${nameOf(from, spec)}${to === from + 1 ? "," : "-"}${nameOf(to, spec)}`;
    })
    .join(",");
}

/** Is the set exactly what `first/step` means: up to the end of the field, not further and not less? */
function isStepped(values: readonly number[], step: number, spec: FieldSpec): boolean {
  const last = values.at(-1) ?? 0;
  return (
    last + step > spec.max && values.every((value, index) => index === 0 || value - (values[index - 1] ?? 0) === step)
  );
}

function runsOf(values: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run && run[1] === value - 1) run[1] = value;
    else runs.push([value, value]);
  }
  return runs;
}

/** Weekdays by name, since their numbers differ between dialects; months by number, as most people write them. */
function nameOf(value: number, spec: FieldSpec): string {
  if (spec.field !== "day-of-week") return String(value);
  return spec.names[value - spec.firstName] ?? String(value);
}
