// A moment that is far enough from every due time on both sides to switch from one schedule to another.
import { nextDue, previousDue, type Timing } from "../../schedule/due-times.ts";

/** What may fire, and for how long after its due time it may be under way. */
export interface Firing {
  readonly timing: Timing;
  readonly windowMinutes: number | undefined;
}

/** No moment is looked for beyond this. */
const HORIZON_MS = 40 * 86_400_000;
const MOST_STEPS = 10_000;

/** The first quiet moment from `now` on, which is `now` itself where it is one; undefined where there is none. */
export function quietFrom(firings: readonly Firing[], now: number, marginMs: number): number | undefined {
  let at = now;
  for (let step = 0; step < MOST_STEPS && at <= now + HORIZON_MS; step++) {
    const later = Math.max(...firings.map((firing) => clearOf(firing, at, marginMs)), at);
    if (later === at) return at;
    at = later;
  }
  return undefined;
}

/** The moment itself, or the first at which the due time that is too near is over. */
function clearOf({ timing, windowMinutes = 0 }: Firing, at: number, marginMs: number): number {
  const clearAfter = windowMinutes * 60_000 + marginMs;
  const previous = previousDue(timing, at + 1);
  if (previous !== undefined && previous + clearAfter > at) return previous + clearAfter;
  const next = nextDue(timing, at);
  return next !== undefined && next - marginMs < at ? next + clearAfter : at;
}
