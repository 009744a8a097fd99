// A clock for commands on a standing engine: it goes forward only when somebody waits, and then at once to where they want it.
import type { Clock, Timer } from "../../../src/core/clock.ts";
import type { VirtualClock } from "../../../src/core/virtual-clock.ts";

/** What waits longer is no pause but a beat: it comes when the clock gets there by other means. */
const LONGEST_PAUSE_MS = 12_000;

export function hurriedClock(base: VirtualClock): Clock {
  return {
    now: () => base.now(),
    setTimer(at, fire): Timer {
      if (at - base.now() > LONGEST_PAUSE_MS) return base.setTimer(at, fire);
      const waiting = setImmediate(() => void base.advanceTo(Math.max(at, base.now())).then(fire));
      return { cancel: () => clearImmediate(waiting) };
    },
  };
}
