// Instants and spans as people type them: an ISO time, a date, or how long ago.
import { parseDuration } from "../core/duration.ts";
import { UsageError } from "./errors.ts";

const OR_SPAN = "a time like 2027-03-01T06:00:00Z, a date, or a span like 24h";

/** `2027-03-01T06:00:00Z`, `2027-03-01` (midnight UTC), `24h` (that long before now) or `now`. */
export function parseInstant(text: string, option: string, now: number): number {
  if (text === "now") return now;
  const ago = parseDuration(text);
  return ago === undefined ? parseTime(text, option, OR_SPAN) : now - ago;
}

/** The same, but a span is that long from now, and what is past is refused. Whole seconds, as the Scheduler's are. */
export function parseFuture(text: string, option: string, now: number): number {
  const ahead = parseDuration(text);
  const at = Math.ceil((ahead === undefined ? parseTime(text, option, OR_SPAN) : now + ahead) / 1_000) * 1_000;
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
    if (!Number.isNaN(at)) return at;
  }
  throw new UsageError(`${option}: expected ${expected}; got "${text}"`);
}

export function parseCount(text: string | undefined, option: string, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  if (/^\d{1,7}$/.test(text) && count >= 1 && count <= most) return count;
  throw new UsageError(`${option}: expected a whole number from 1 to ${most}; got "${text}"`);
}
