// Reads AWS's `rate(5 minutes)` (Scheduler User Guide, "Schedule types", rate-based schedules).
import { asParsed, type RateExpression } from "../expression.ts";
import { type FieldText, withPart } from "./cron-fields.ts";
import { fault } from "./read-number.ts";

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type RateUnit = keyof typeof UNIT_MS;

const EXPECTED = "rate(N unit) with N from 1 and a unit of minutes, hours or days";
/** More has no use and would leave the range of exact milliseconds. */
const MOST_DIGITS = 7;

/** `inner` is what stands between the parentheses. */
export function readRate(inner: FieldText): RateExpression {
  const match = /^\s*([+-]?[\d.]+)\s+([a-z]+)\s*$/i.exec(inner.text);
  if (!match) throw fault("schedule-form", inner, undefined, `"${inner.text}" is no rate`, EXPECTED, glued(inner));
  const [, amount = "", unit = ""] = match;
  const lower = unit.toLowerCase().replace(/s$/, "");
  if (!/^\d+$/.test(amount) || Number(amount) === 0 || amount.length > MOST_DIGITS)
    throw badAmount(inner, amount, lower);
  if (!(lower in UNIT_MS) || unit !== unit.toLowerCase()) throw badUnit(inner, Number(amount), unit);
  return makeRate(Number(amount), lower as RateUnit);
}

/** One is singular in AWS's own examples, everything else plural. */
export function makeRate(amount: number, unit: RateUnit): RateExpression {
  const text = `rate(${amount} ${unit}${amount === 1 ? "" : "s"})`;
  return asParsed<RateExpression>({ kind: "rate", text, everyMs: amount * UNIT_MS[unit] });
}

function partOf(inner: FieldText, word: string): FieldText {
  return { whole: inner.whole, offset: inner.offset + inner.text.indexOf(word), text: word };
}

function badAmount(inner: FieldText, amount: string, unit: string) {
  const part = partOf(inner, amount);
  const minutes = unit in UNIT_MS ? (Number(amount) * UNIT_MS[unit as RateUnit]) / 60_000 : Number.NaN;
  const whole = Number.isInteger(minutes) && minutes > 0 && amount.length <= MOST_DIGITS;
  const instead = whole ? withPart(inner, minutes === 1 ? "1 minute" : `${minutes} minutes`) : undefined;
  return fault(
    "schedule-value",
    part,
    undefined,
    `A rate cannot be ${amount}`,
    `a whole number from 1 to ${10 ** MOST_DIGITS - 1}`,
    instead,
  );
}

function badUnit(inner: FieldText, amount: number, unit: string) {
  const part = partOf(inner, unit);
  const lower = unit.toLowerCase().replace(/s$/, "");
  const say = (count: number, word: string) => withPart(inner, `${count} ${word}${count === 1 ? "" : "s"}`);
  let instead: string | undefined;
  if (/^(week|wk|w)$/.test(lower)) instead = say(amount * 7, "day");
  else if (/^(second|sec|s)$/.test(lower)) instead = say(Math.max(1, Math.round(amount / 60)), "minute");
  else if (/^(m|min|mn)/.test(lower) && !lower.startsWith("mo")) instead = say(amount, "minute");
  else if (/^h/.test(lower)) instead = say(amount, "hour");
  else if (/^d/.test(lower)) instead = say(amount, "day");
  return fault("schedule-value", part, undefined, `AWS has no rate in ${unit}`, "minutes, hours or days", instead);
}

/** `5minutes`, `5m`: a blank is missing. */
function glued(inner: FieldText): string | undefined {
  const match = /^\s*(\d+)\s*([a-z]+)\s*$/i.exec(inner.text);
  const unit = /^(m|h|d)/i.exec(match?.[2] ?? "")?.[1]?.toLowerCase();
  if (!match || !unit || Number(match[1]) === 0) return undefined;
  const word = unit === "m" ? "minute" : unit === "h" ? "hour" : "day";
  return withPart(inner, `${Number(match[1])} ${word}${Number(match[1]) === 1 ? "" : "s"}`);
}
