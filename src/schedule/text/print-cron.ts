// Cron fields as values become canonical AWS text: equal schedules have equal text.
import type { CronExpression, DayRule, Unbranded } from "../expression.ts";
import { DATES, type FieldSpec, HOURS, MINUTES, MONTHS, WEEKDAYS, YEARS } from "./cron-fields.ts";
import { printSet } from "./print-set.ts";

export function printCron(cron: Omit<Unbranded<CronExpression>, "text">): string {
  const minutes = [...bitsOf(cron.minutesLow), ...bitsOf(cron.minutesHigh).map((bit) => bit + 30)];
  const [dates, weekdays] = printDays(cron.days);
  const months = printSet(bitsOf(cron.months), MONTHS);
  const years = cron.years === "any" ? "*" : printSet(cron.years, YEARS);
  // Joined at once: a text built up by + keeps its pieces in memory.
  const first = `cron(${printSet(minutes, MINUTES)}`;
  return [first, printSet(bitsOf(cron.hours), HOURS), dates, months, weekdays, `${years})`].join(" ");
}

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
