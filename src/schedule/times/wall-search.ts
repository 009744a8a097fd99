// The next and the previous local time that a cron expression names, with no zone in it: a wall clock's milliseconds, as if UTC.
import type { CronExpression } from "../expression.ts";
import { DAY_MS, dayOfFirst, MINUTE_MS, monthOfDay, yearOfDay } from "./calendar.ts";
import { daysOfMonth } from "./month-days.ts";

const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;
export const FIRST_WALL_MS = 0;
export const LAST_WALL_MS = Date.UTC(LAST_YEAR + 1, 0, 1) - MINUTE_MS;
const NONE = -1;

/** The first named minute at or after `wallMs`; undefined when there is none up to the end of 2199. */
export function nextWall(cron: CronExpression, wallMs: number): number | undefined {
  if (wallMs > LAST_WALL_MS) return undefined;
  const from = wallMs <= FIRST_WALL_MS ? 0 : Math.ceil(wallMs / MINUTE_MS);
  let day = Math.floor(from / 1440);
  const minuteOfDay = from - day * 1440;
  const today = minuteOfDay === 0 ? NONE : nextTime(cron, minuteOfDay);
  // Today is asked for its day only when a time is left in it.
  if (today === NONE && minuteOfDay !== 0) day++;
  const found = nextDay(cron, day);
  if (found === NONE) return undefined;
  const time = today !== NONE && found === day ? today : nextTime(cron, 0);
  return found * DAY_MS + time * MINUTE_MS;
}

/** The last named minute at or before `wallMs`; undefined when there is none from 1970 on. */
export function previousWall(cron: CronExpression, wallMs: number): number | undefined {
  if (wallMs < FIRST_WALL_MS) return undefined;
  const from = Math.floor(Math.min(wallMs, LAST_WALL_MS) / MINUTE_MS);
  let day = Math.floor(from / 1440);
  const today = previousTime(cron, from - day * 1440);
  if (today === NONE) day--;
  const found = day < 0 ? NONE : previousDay(cron, day);
  if (found === NONE) return undefined;
  const time = today !== NONE && found === day ? today : previousTime(cron, 1439);
  return found * DAY_MS + time * MINUTE_MS;
}

/** Minute of the day at or after `minuteOfDay`, or NONE. */
function nextTime(cron: CronExpression, minuteOfDay: number): number {
  const hour = (minuteOfDay / 60) | 0;
  if ((cron.hours >>> hour) & 1) {
    const minute = nextMinute(cron, minuteOfDay - hour * 60);
    if (minute !== NONE) return hour * 60 + minute;
  }
  const later = hour === 23 ? 0 : (cron.hours >>> (hour + 1)) << (hour + 1);
  return later === 0 ? NONE : lowest(later) * 60 + nextMinute(cron, 0);
}

function previousTime(cron: CronExpression, minuteOfDay: number): number {
  const hour = (minuteOfDay / 60) | 0;
  if ((cron.hours >>> hour) & 1) {
    const minute = previousMinute(cron, minuteOfDay - hour * 60);
    if (minute !== NONE) return hour * 60 + minute;
  }
  const earlier = cron.hours & ((1 << hour) - 1);
  return earlier === 0 ? NONE : highest(earlier) * 60 + previousMinute(cron, 59);
}

function nextMinute(cron: CronExpression, minute: number): number {
  if (minute < 30) {
    const low = (cron.minutesLow >>> minute) << minute;
    if (low !== 0) return lowest(low);
    return cron.minutesHigh === 0 ? NONE : 30 + lowest(cron.minutesHigh);
  }
  const high = (cron.minutesHigh >>> (minute - 30)) << (minute - 30);
  return high === 0 ? NONE : 30 + lowest(high);
}

function previousMinute(cron: CronExpression, minute: number): number {
  if (minute >= 30) {
    const high = cron.minutesHigh & ((2 << (minute - 30)) - 1);
    if (high !== 0) return 30 + highest(high);
  }
  const low = minute >= 30 ? cron.minutesLow : cron.minutesLow & ((2 << minute) - 1);
  return low === 0 ? NONE : highest(low);
}

/** The first day at or after `day` that the date fields name. */
function nextDay(cron: CronExpression, day: number): number {
  let year = yearOfDay(day);
  let month = monthOfDay(year, day);
  let date = day - dayOfFirst(year, month) + 1;
  while (year <= LAST_YEAR) {
    const months = firesIn(cron, year) ? (cron.months >>> month) << month : 0;
    if (months === 0) {
      year = nextYear(cron, year + 1);
      month = 1;
      date = 1;
      continue;
    }
    const next = lowest(months);
    if (next !== month) date = 1;
    const days = daysOfMonth(cron.days, year, next) & (-1 << date);
    if (days !== 0) return dayOfFirst(year, next) + lowest(days) - 1;
    month = next + 1;
    date = 1;
  }
  return NONE;
}

function previousDay(cron: CronExpression, day: number): number {
  let year = yearOfDay(day);
  let month = monthOfDay(year, day);
  let date = day - dayOfFirst(year, month) + 1;
  while (year >= FIRST_YEAR) {
    const months = firesIn(cron, year) ? cron.months & ((2 << month) - 1) : 0;
    if (months === 0) {
      year = previousYear(cron, year - 1);
      month = 12;
      date = 31;
      continue;
    }
    const previous = highest(months);
    if (previous !== month) date = 31;
    const days = daysOfMonth(cron.days, year, previous) & (date === 31 ? -1 : (2 << date) - 1);
    if (days !== 0) return dayOfFirst(year, previous) + highest(days) - 1;
    month = previous - 1;
    date = 31;
  }
  return NONE;
}

function firesIn(cron: CronExpression, year: number): boolean {
  return cron.years === "any" || cron.years.includes(year);
}

function nextYear(cron: CronExpression, year: number): number {
  return cron.years === "any" ? year : (cron.years.find((named) => named >= year) ?? LAST_YEAR + 1);
}

function previousYear(cron: CronExpression, year: number): number {
  return cron.years === "any" ? year : (cron.years.findLast((named) => named <= year) ?? FIRST_YEAR - 1);
}

function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

function highest(mask: number): number {
  return 31 - Math.clz32(mask);
}
