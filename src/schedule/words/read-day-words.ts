// Reads which days are meant in words: `every weekday`, `every monday and thursday`, `on the 1st and 15th`, `on the last friday`.
import { nearest } from "../../core/nearest.ts";
import type { DayRule } from "../expression.ts";
import { type FieldText, WEEKDAY_NAMES } from "../text/cron-fields.ts";
import { ANY_DAY } from "../text/read-days.ts";
import { fault } from "../text/read-number.ts";

const WEEKDAY_WORDS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const ORDINALS = ["first", "second", "third", "fourth", "fifth"] as const;
const GROUPS: Readonly<Record<string, DayRule>> = {
  day: ANY_DAY,
  weekday: weekdayRule(0b0111110),
  "weekend day": weekdayRule(0b1000001),
  weekend: weekdayRule(0b1000001),
};

/** undefined when the words are not about days; an error when they are and one of them is wrong. */
export function readDayWords(said: string, words: FieldText): DayRule | undefined {
  if (said === "" || said === "daily") return ANY_DAY;
  if (said === "weekdays" || said === "weekends") return GROUPS[said.slice(0, -1)];
  const group = GROUPS[said.replace(/^(every|on) /, "")];
  if (group) return group;
  const ordinal = /^(?:on |every )?(?:the )?(.+?)(?: day)?(?: of (?:the|every|each) month)?$/.exec(said)?.[1] ?? said;
  if (/^(the|last|first|second|third|fourth|fifth|\d)/.test(ordinal)) return readOrdinal(ordinal, words);
  return readWeekdayList(said.replace(/^(every|on) /, ""), words);
}

/** `1st and 15th`, `last`, `last friday`, `2nd monday`. */
function readOrdinal(said: string, words: FieldText): DayRule | undefined {
  if (said === "last") return dateRule(0, true);
  const [, which = "", name] = /^(last|[a-z]+|\d(?:st|nd|rd|th)) ([a-z]+)$/.exec(said) ?? [];
  if (name) {
    const weekday = readWeekday(name, words);
    if (which === "last") return Object.freeze({ kind: "weekdays", weekdays: 0, last: 1 << weekday, nth: undefined });
    const n = ORDINALS.indexOf(which as (typeof ORDINALS)[number]) + 1 || Number.parseInt(which, 10);
    if (n >= 1 && n <= 5) return Object.freeze({ kind: "weekdays", weekdays: 0, last: 0, nth: { weekday, n } });
    throw wrongWord(which, words, "first to fifth, or last");
  }
  let dates = 0;
  let last = false;
  for (const word of listOf(said)) {
    const date = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(word);
    const spelled = ORDINALS.indexOf(word as (typeof ORDINALS)[number]) + 1;
    if (word === "last" || word === "the last") last = true;
    else if (spelled > 0) dates |= 1 << spelled;
    else if (date && Number(date[1]) >= 1 && Number(date[1]) <= 31) dates |= 1 << Number(date[1]);
    else throw wrongWord(word, words, "1st to 31st, or last");
  }
  return dateRule(dates, last);
}

function readWeekdayList(said: string, words: FieldText): DayRule | undefined {
  const range = /^([a-z]+)(?: to | through |-)([a-z]+)$/.exec(said);
  if (range) {
    const from = readWeekday(range[1] ?? "", words);
    const to = readWeekday(range[2] ?? "", words);
    let mask = 0;
    for (let day = from; ; day = (day + 1) % 7) {
      mask |= 1 << day;
      if (day === to) return weekdayRule(mask);
    }
  }
  if (!/^[a-z, ]+$/.test(said) || listOf(said).some((word) => word.includes(" "))) return undefined;
  let mask = 0;
  for (const word of listOf(said)) mask |= 1 << readWeekday(word, words);
  return weekdayRule(mask);
}

function listOf(said: string): string[] {
  return said.split(/ ?, ?and | and | ?, ?/);
}

function readWeekday(word: string, words: FieldText): number {
  const singular = word.replace(/s$/, "");
  const index = (WEEKDAY_WORDS as readonly string[]).indexOf(singular);
  if (index >= 0) return index;
  const short = /^(tues|wednes|thur|thurs)$/.test(word) ? word.slice(0, 3) : word;
  const abbreviated = WEEKDAY_NAMES.findIndex((name) => name.toLowerCase() === short);
  if (abbreviated >= 0) return abbreviated;
  throw wrongWord(
    word,
    words,
    "a day: monday to sunday, day, weekday",
    nearest(word, [...WEEKDAY_WORDS, "weekday", "day"]),
  );
}

function wrongWord(word: string, words: FieldText, expected: string, near?: string) {
  const at = words.whole.toLowerCase().indexOf(word, words.offset);
  const part = at < 0 ? words : { whole: words.whole, offset: at, text: words.whole.slice(at, at + word.length) };
  const instead = near && part.whole.slice(0, part.offset) + near + part.whole.slice(part.offset + word.length);
  return fault("schedule-value", part, undefined, `"${word}" is no day`, expected, instead);
}

function weekdayRule(weekdays: number): DayRule {
  return weekdays === 0x7f ? ANY_DAY : Object.freeze({ kind: "weekdays", weekdays, last: 0, nth: undefined });
}

function dateRule(dates: number, last: boolean): DayRule {
  return Object.freeze({ kind: "dates", dates, last, nearestWeekdayTo: 0 });
}
