// Which days of one month a day rule names, as bits 1 to 31.
import type { DayRule } from "../expression.ts";
import { dayOfFirst, daysInMonth, weekdayOf } from "./calendar.ts";

/** Every seventh bit from bit 1 on: the dates of one weekday in a month that starts with it. */
const WEEKLY = (1 << 1) | (1 << 8) | (1 << 15) | (1 << 22) | (1 << 29);

export function daysOfMonth(days: DayRule, year: number, month: number): number {
  const length = daysInMonth(year, month);
  // Bits 1 to length. `2 << 31` would be 2, hence the shift from above.
  const whole = (0xfffffffe << (31 - length)) >>> (31 - length);
  if (days.kind === "any") return whole & ~1;
  if (days.kind === "dates") {
    let mask = days.dates & whole & ~1;
    if (days.last) mask |= 1 << length;
    return days.nearestWeekdayTo === 0 ? mask : mask | nearestWeekdays(days.nearestWeekdayTo, year, month, length);
  }
  return weekdaysOfMonth(days, weekdayOf(dayOfFirst(year, month)), length, whole);
}

function weekdaysOfMonth(
  days: Extract<DayRule, { kind: "weekdays" }>,
  firstWeekday: number,
  length: number,
  whole: number,
): number {
  if (days.nth) {
    const date = 1 + ((days.nth.weekday - firstWeekday + 7) % 7) + 7 * (days.nth.n - 1);
    return date <= length ? 1 << date : 0;
  }
  let mask = 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    const first = (weekday - firstWeekday + 7) % 7;
    if ((days.weekdays >> weekday) & 1) mask |= WEEKLY << first;
    if ((days.last >> weekday) & 1) mask |= 1 << (first + 29 <= length ? first + 29 : first + 22);
  }
  return mask & whole;
}

/** `nW`: a Saturday gives the Friday before, a Sunday the Monday after, but never leaves the month; a day the month lacks, none. */
function nearestWeekdays(wanted: number, year: number, month: number, length: number): number {
  const first = dayOfFirst(year, month);
  let mask = 0;
  for (let date = 1; date <= length; date++) {
    if (((wanted >>> date) & 1) === 0) continue;
    const weekday = weekdayOf(first + date - 1);
    if (weekday === 6) mask |= 1 << (date === 1 ? 3 : date - 1);
    else if (weekday === 0) mask |= 1 << (date === length ? date - 2 : date + 1);
    else mask |= 1 << date;
  }
  return mask;
}
