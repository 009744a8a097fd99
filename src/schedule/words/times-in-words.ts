// The times of day of a cron expression in words: `at 09:30`, `every 15 minutes from 09:00 to 17:45`.
import type { CronExpression } from "../expression.ts";
import { bitsOf } from "../text/print-cron.ts";
import { evenStep, listInWords, runsInWords, twoDigits } from "./lists.ts";

interface TimesInWords {
  readonly text: string;
  /** `every …`, rather than times of the clock. */
  readonly repeats: boolean;
}

/** More times than these are said by hour and minute instead of one by one. */
const MOST_TIMES = 6;

export function timesInWords(cron: CronExpression): TimesInWords {
  const minutes = [...bitsOf(cron.minutesLow), ...bitsOf(cron.minutesHigh).map((bit) => bit + 30)];
  const hours = bitsOf(cron.hours);
  if (minutes.length * hours.length <= MOST_TIMES) {
    const times = hours.flatMap((hour) => minutes.map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`));
    return { text: `at ${listInWords(times)}`, repeats: false };
  }
  const step = evenStep(minutes, 60);
  if (step !== undefined) return { text: `${every(step, "minute")}${withinHours(hours, 60 - step)}`, repeats: true };
  const [minute = 0] = minutes;
  const hourStep = evenStep(hours, 24);
  if (minutes.length === 1 && hourStep !== undefined) {
    const past = minute === 0 ? "" : `, at ${minute} minute${minute === 1 ? "" : "s"} past`;
    return { text: `${every(hourStep, "hour")}${past}`, repeats: true };
  }
  if (minutes.length === 1 && isRun(hours)) {
    return { text: `every hour from ${clock(hours[0], minute)} to ${clock(hours.at(-1), minute)}`, repeats: true };
  }
  const past = listInWords(runsInWords(minutes, String));
  const hoursSaid = hours.length === 24 ? "every hour" : `the hours ${listInWords(runsInWords(hours, String))}`;
  return { text: `at ${past} minutes past ${hoursSaid}`, repeats: true };
}

function every(step: number, unit: string): string {
  return step === 1 ? `every ${unit}` : `every ${step} ${unit}s`;
}

function withinHours(hours: readonly number[], lastMinute: number): string {
  if (hours.length === 24) return "";
  if (isRun(hours)) return ` from ${clock(hours[0], 0)} to ${clock(hours.at(-1), lastMinute)}`;
  return ` in the hours ${listInWords(runsInWords(hours, String))}`;
}

function isRun(hours: readonly number[]): boolean {
  return (hours.at(-1) ?? 0) - (hours[0] ?? 0) === hours.length - 1;
}

function clock(hour = 0, minute = 0): string {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}
