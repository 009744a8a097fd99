// The proleptic Gregorian calendar on whole days since 1970-01-01: what the search for a due time counts in.

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Days before each month of a year that is not leap, from index 1. */
const BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

export function isLeap(year: number): boolean {
  return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 to the first of a month, for years from 1970 on. */
export function dayOfFirst(year: number, month: number): number {
  const before = year - 1;
  const leaps = (before >> 2) - ((before / 100) | 0) + ((before / 400) | 0) - LEAPS_TO_1969;
  const days = (year - 1970) * 365 + leaps + (BEFORE_MONTH[month] ?? 0);
  return month > 2 && isLeap(year) ? days + 1 : days;
}

const LEAPS_TO_1969 = 477;

/** The year that a day lies in, for days from 1970-01-01 on. */
export function yearOfDay(day: number): number {
  const guess = 1970 + ((day / 365.2425) | 0);
  if (day < dayOfFirst(guess, 1)) return guess - 1;
  return day >= dayOfFirst(guess + 1, 1) ? guess + 1 : guess;
}

/** The month that a day of `year` lies in. */
export function monthOfDay(year: number, day: number): number {
  const inYear = day - dayOfFirst(year, 1);
  const guess = ((inYear >> 5) + 1) | 0;
  return guess < 12 && day >= dayOfFirst(year, guess + 1) ? guess + 1 : guess;
}

/** 0 = Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}
