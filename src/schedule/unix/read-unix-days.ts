// The day fields of Unix cron as AWS's day rules, with the extensions L, W and # that many crons have.
import type { DayRule } from "../expression.ts";
import { DATES, type FieldText, UNIX_WEEKDAYS } from "../text/cron-fields.ts";
import { remembering } from "../text/field-set.ts";
import { ANY_DAY, noSuchNth, readDates } from "../text/read-days.ts";
import { fault, readNumber, sliceOf, termsOf } from "../text/read-number.ts";
import { readUnixField } from "./read-unix-field.ts";

export const readUnixDates = remembering((part: FieldText): DayRule => {
  if (part.text === "*" || part.text === "?") return ANY_DAY;
  // L and W mean the same in AWS.
  if (/[LW]/i.test(part.text)) return readDates(part, DATES);
  const dates = readUnixField(part, DATES);
  if (dates.length === DATES.max) return ANY_DAY;
  return Object.freeze({ kind: "dates", dates: maskOf(dates), last: false, nearestWeekdayTo: 0 });
});

export const readUnixWeekdays = remembering((part: FieldText): DayRule => {
  if (part.text === "*" || part.text === "?") return ANY_DAY;
  if (part.text.includes("#")) return readNth(part);
  const terms = termsOf(part, UNIX_WEEKDAYS);
  const ofLast = terms.filter((term) => /^[A-Z0-9]+L$/i.test(term.text));
  let last = 0;
  for (const term of ofLast) last |= 1 << (readNumber(sliceOf(term, 0, term.text.length - 1), UNIX_WEEKDAYS) % 7);
  let weekdays = 0;
  for (const term of terms) {
    if (!ofLast.includes(term)) weekdays |= maskOf(readUnixField(term, UNIX_WEEKDAYS).map((weekday) => weekday % 7));
  }
  if (weekdays === 0x7f) return ANY_DAY;
  return Object.freeze({ kind: "weekdays", weekdays, last: last & ~weekdays, nth: undefined });
});

function readNth(part: FieldText): DayRule {
  const at = part.text.indexOf("#");
  const weekday = readNumber(sliceOf(part, 0, at), UNIX_WEEKDAYS) % 7;
  const which = sliceOf(part, at + 1);
  if (!/^[1-5]$/.test(which.text)) {
    const problem = noSuchNth(which, weekday);
    throw fault("schedule-value", which, UNIX_WEEKDAYS, problem, "one number from 1 to 5 after #, and no list");
  }
  return Object.freeze({ kind: "weekdays", weekdays: 0, last: 0, nth: { weekday, n: Number(which.text) } });
}

function maskOf(bits: readonly number[]): number {
  return bits.reduce((mask, bit) => mask | (1 << bit), 0);
}
