// Cron fields as values become canonical AWS text: equal schedules have equal text.
import type { DayRule } from "../expression.ts";
import { DATES, type FieldSpec, WEEKDAYS } from "./cron-fields.ts";
import { printSet } from "./print-set.ts";

export function cronText(minutes: string, hours: string, days: DayRule, months: string, years: string): string {
  let said = saidDays.get(days);
  if (!said) {
    said = printDays(days);
    saidDays.set(days, said);
  }
  // Joined at once: a text built up by + keeps its pieces in memory.
  return ["cron(", minutes, " ", hours, " ", said[0], " ", months, " ", said[1], " ", years, ")"].join("");
}

const saidDays = new WeakMap<DayRule, [string, string]>();

/** Day of month and day of week. */
function printDays(days: DayRule): [string, string] {
  if (days.kind === "any") return ["*", "?"];
  if (days.kind === "dates") {
    const terms = printTerms(bitsOf(days.dates), DATES);
    for (const date of bitsOf(days.nearestWeekdayTo)) terms.push(`${date}W`);
    if (days.last) terms.push("L");
    return [terms.join(","), "?"];
  }
  if (days.nth) return ["?", `${days.nth.weekday + 1}#${days.nth.n}`];
  const terms = printTerms(
    bitsOf(days.weekdays).map((bit) => bit + 1),
    WEEKDAYS,
  );
  for (const weekday of bitsOf(days.last)) terms.push(`${weekday + 1}L`);
  return ["?", terms.join(",")];
}

function printTerms(values: readonly number[], spec: FieldSpec): string[] {
  return values.length === 0 ? [] : [printSet(values, spec)];
}

/** The numbers of the bits that are set, ascending. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let bit = 0; bit < 32; bit++) if ((mask >>> bit) & 1) bits.push(bit);
  return bits;
}
