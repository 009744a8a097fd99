// A wall clock's time, held as milliseconds as if UTC, as people say it.
import { twoDigits } from "./lists.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** `02:30`. */
export function clockOf(wallMs: number): string {
  const date = new Date(wallMs);
  return `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
}

/** `28 March 2027`. */
export function dayOf(wallMs: number): string {
  const date = new Date(wallMs);
  return `${date.getUTCDate()} ${monthName(date.getUTCMonth() + 1)} ${date.getUTCFullYear()}`;
}

export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}
