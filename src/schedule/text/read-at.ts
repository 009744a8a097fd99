// Reads AWS's `at(2027-03-01T09:00:00)`: one local time, once (Scheduler User Guide, "Schedule types", one-time schedules).
import { type AtExpression, asParsed } from "../expression.ts";
import { daysInMonth } from "../times/calendar.ts";
import { FIRST_YEAR, type FieldText, LAST_YEAR, withPart } from "./cron-fields.ts";
import { fault } from "./read-number.ts";

const EXPECTED = "at(yyyy-mm-ddThh:mm:ss), local time in the schedule's zone";

export function readAt(inner: FieldText): AtExpression {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(inner.text);
  if (!match) throw badForm(inner);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const limits = [
    [0, 4, year, FIRST_YEAR, LAST_YEAR, "year"],
    [5, 2, month, 1, 12, "month"],
    [8, 2, day, 1, month >= 1 && month <= 12 ? daysInMonth(year, month) : 31, "day"],
    [11, 2, hour, 0, 23, "hour"],
    [14, 2, minute, 0, 59, "minute"],
    [17, 2, second, 0, 59, "second"],
  ] as const;
  for (const [from, length, value, least, most, noun] of limits) {
    if (value >= least && value <= most) continue;
    const part = { whole: inner.whole, offset: inner.offset + from, text: inner.text.slice(from, from + length) };
    const where = noun === "day" ? ` in ${inner.text.slice(0, 7)}` : "";
    const instead = noun === "day" && value > 0 ? withPart(part, String(most)) : undefined;
    throw fault(
      "schedule-value",
      part,
      undefined,
      `There is no ${noun} ${part.text}${where}`,
      `${least}-${most}`,
      instead,
    );
  }
  return makeAt(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** `wallMs` is the local time as if it were UTC, whole seconds. */
export function makeAt(wallMs: number): AtExpression {
  return asParsed<AtExpression>({ kind: "at", text: `at(${new Date(wallMs).toISOString().slice(0, 19)})`, wallMs });
}

function badForm(inner: FieldText) {
  const match = /^\s*(\d{4}-\d\d-\d\d)(?:[T\s](\d\d:\d\d))?(:\d\d)?(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?\s*$/i.exec(
    inner.text,
  );
  if (!match) return fault("schedule-form", inner, undefined, `"${inner.text}" is no date and time`, EXPECTED);
  const instead = withPart(inner, `${match[1]}T${match[2] ?? "00:00"}${match[3] ?? ":00"}`);
  if (!match[5])
    return fault("schedule-form", inner, undefined, `"${inner.text}" is not in AWS's form`, EXPECTED, instead);
  const zone = { whole: inner.whole, offset: inner.offset + inner.text.lastIndexOf(match[5]), text: match[5] };
  const problem = `A one-time schedule has no ${match[5]}: its time is local to the schedule's zone`;
  return fault("schedule-form", zone, undefined, problem, EXPECTED, instead);
}
