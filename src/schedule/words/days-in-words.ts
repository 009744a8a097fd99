// The days of a cron expression in words: `Monday to Friday`, `on the 1st and 15th of January`, `on the last Friday of the month`.
import type { DayRule } from "../expression.ts";
import { bitsOf } from "../text/print-cron.ts";
import { listInWords, ordinal, runsInWords } from "./lists.ts";
import { monthName } from "./wall-in-words.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const NTH = ["first", "second", "third", "fourth", "fifth"] as const;
/** People's weeks begin on Monday: "Friday to Sunday" is one run. */
const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0] as const;

export function daysInWords(days: DayRule, months: readonly number[]): string {
  const everyMonth = months.length === 12;
  const named = listInWords(runsInWords(months, monthName));
  const inMonths = everyMonth ? "" : ` in ${named}`;
  const ofMonths = everyMonth ? "of the month" : `of ${named}`;
  if (days.kind === "any") return `every day${inMonths}`;
  if (days.kind === "dates") return `on ${listInWords(datesInWords(days))} ${ofMonths}`;
  if (days.nth) return `on the ${NTH[days.nth.n - 1]} ${WEEKDAYS[days.nth.weekday]} ${ofMonths}`;
  const last = bitsOf(days.last).map((weekday) => `the last ${WEEKDAYS[weekday]} ${ofMonths}`);
  const plain = weekdaysInWords(days.weekdays);
  const single = plain.length === 1 && !plain[0]?.includes(" ");
  if (last.length === 0) return `${single ? "every " : ""}${listInWords(plain)}${inMonths}`;
  if (plain.length === 0) return `on ${listInWords(last)}`;
  return `on every ${listInWords([...plain, ...last])}${inMonths}`;
}

function weekdaysInWords(mask: number): string[] {
  const places = MONDAY_FIRST.flatMap((weekday, place) => ((mask >> weekday) & 1 ? [place] : []));
  const name = (place: number) => WEEKDAYS[MONDAY_FIRST[place] ?? 0] ?? "";
  return runsInWords(places, name);
}

function datesInWords(days: Extract<DayRule, { kind: "dates" }>): string[] {
  const words = runsInWords(bitsOf(days.dates), (date) => `the ${ordinal(date)}`);
  for (const date of bitsOf(days.nearestWeekdayTo)) words.push(`the weekday nearest to the ${ordinal(date)}`);
  if (days.last) words.push("the last day");
  return words;
}
