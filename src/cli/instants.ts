// Instants and spans as people type them: an ISO time, a date, or how long ago.
import { parseDuration } from "../core/duration.ts";
import { UsageError } from "./errors.ts";

/** From the year 10000 on a time has no common text. */
const NO_MORE_YEARS = Date.UTC(10_000, 0);
const OR_SPAN = "a time like 2027-03-01T06:00:00Z, a date, or a span like 24h";

/** `2027-03-01T06:00:00Z`, `2027-03-01` (midnight UTC), `24h` (that long before now) or `now`. */
export function parseInstant(text: string, option: string, now: number): number {
  if (text === "now") return now;
  const ago = parseDuration(text);
  if (ago === undefined || ago > now) return parseTime(text, option, OR_SPAN);
  return now - ago;
}

/** The same for what can only have been: a time to come is refused. */
export function parseGone(text: string, option: string, now: number): number {
  const at = parseInstant(text, option, now);
  if (at <= now) return at;
  throw new UsageError(`${option}: ${text} is to come; expected a time gone by, or a span like 24h`);
}

/** The same, but a span is that long from now, and what is past is refused. Whole seconds, as the Scheduler's are. */
export function parseFuture(text: string, option: string, now: number): number {
  const ahead = parseDuration(text);
  const isSpan = ahead !== undefined && now + ahead < NO_MORE_YEARS;
  const at = Math.ceil((isSpan ? now + ahead : parseTime(text, option, OR_SPAN)) / 1_000) * 1_000;
  if (at <= now) throw new UsageError(`${option}: ${text} is past; expected a time to come, or a span like 24h`);
  return at;
}

/** A time or a date only. */
export function parseTime(
  text: string,
  option: string,
  expected = "a time like 2027-03-01T06:00:00Z, or a date",
): number {
  if (/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) {
    const zoned = text.includes("T") && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text;
    const at = Date.parse(zoned);
    if (!Number.isNaN(at) && isDay(text.slice(0, 10))) return at;
  }
  throw new UsageError(`${option}: expected ${expected}; got "${text}"`);
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}

export function parseCount(text: string | undefined, option: string, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  if (/^\d{1,7}$/.test(text) && count >= 1 && count <= most) return count;
  throw new UsageError(`${option}: expected a whole number from 1 to ${most}; got "${text}"`);
}
