// A time gone by, as people type it: in full, or as the clock showed it.
import { instantOfWall, offsetAt } from "../schedule/zone.ts";
import { parseTime } from "./instants.ts";

const DAY_MS = 86_400_000;
const EXPECTED = "a time like 2027-03-01T06:00:00Z, a date, or a clock's time like 06:00";

/** A time or a date, or `12:50`: the last time that clocks of the zone showed it. */
export function parsePast(text: string, option: string, now: number, timezone: string): number {
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!clock) return parseTime(text, option, EXPECTED);
  const ofDay = (Number(clock[1]) * 60 + Number(clock[2])) * 60_000;
  const wallNow = now + offsetAt(timezone, now);
  for (let midnight = wallNow - (wallNow % DAY_MS); ; midnight -= DAY_MS) {
    const at = instantOfWall(timezone, midnight + ofDay);
    if (at !== undefined && at <= now) return at;
  }
}
