// The one door for time: everything that asks what time it is, or waits, is given a Clock.

/** A pending callback; `cancel` is safe to call at any moment, more than once. */
export interface Timer {
  cancel(): void;
}

/** Epoch milliseconds throughout. `at` in the past fires as soon as possible; delays of any length are kept exact. */
export interface Clock {
  now(): number;
  setTimer(at: number, fire: () => void): Timer;
}

/** Waits are taken in steps: a machine that slept, or whose clock was set, is noticed within one (Node's timers know
 * neither, and fire delays of more than 31 bits at once). */
const LONGEST_STEP_MS = 10_000;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(at, fire) {
    const arm = (delay: number) => setTimeout(check, Math.min(Math.max(0, delay), LONGEST_STEP_MS));
    const check = () => {
      const left = at - Date.now();
      if (left <= 0) fire();
      else handle = arm(left);
    };
    let handle = arm(at - Date.now());
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves when the clock has reached `now + ms`. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(clock.now() + ms, resolve));
}
