// Reads the times of day in words: `06:00`, `9:30 and 17:30`, `7am`, `noon`.
import type { FieldText } from "../text/cron-fields.ts";
import { fault } from "../text/read-number.ts";

/** One schedule has each of its minutes in each of its hours: 9:30 and 17:30 share one, 9:00 and 17:30 do not. */
export function readTimes(text: string, words: FieldText): { minutes: number[]; hours: number[] } {
  const times = text.split(/ ?, ?and | and | ?, ?/).map((time) => readTime(time, words));
  const minutes = [...new Set(times.map(([, minute]) => minute))].sort((a, b) => a - b);
  const hours = [...new Set(times.map(([hour]) => hour))].sort((a, b) => a - b);
  const said = new Set(times.map(([hour, minute]) => hour * 60 + minute));
  if (said.size !== minutes.length * hours.length) {
    const problem = `One AWS schedule cannot have the times ${text}: each of its minutes falls in each of its hours`;
    throw fault(
      "schedule-untranslatable",
      words,
      undefined,
      problem,
      "times with the same minutes, or one named schedule for each",
    );
  }
  return { minutes, hours };
}

function readTime(text: string, words: FieldText): [hour: number, minute: number] {
  if (text === "noon") return [12, 0];
  if (text === "midnight") return [0, 0];
  const match = /^(\d{1,2})(?::(\d\d))? ?(am|pm)?$/.exec(text);
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2] ?? 0);
  const half = match?.[3];
  if (match && minute <= 59 && (half ? hour >= 1 && hour <= 12 : hour <= 23 && match[2] !== undefined)) {
    return [half ? (hour % 12) + (half === "pm" ? 12 : 0) : hour, minute];
  }
  const at = words.whole.toLowerCase().indexOf(text, words.offset);
  const part = at < 0 ? words : { whole: words.whole, offset: at, text };
  const hint = /^\d{1,2}$/.test(text) && hour <= 23 ? `${text}:00` : undefined;
  const instead = hint && part.whole.slice(0, part.offset) + hint + part.whole.slice(part.offset + text.length);
  throw fault(
    "schedule-value",
    part,
    undefined,
    `"${text}" is no time of day`,
    "a time such as 06:00 or 9:30",
    instead,
  );
}
