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

/** Node fires a longer delay at once (its timers are 32-bit), so long waits are taken in steps. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(at, fire) {
    let handle: NodeJS.Timeout;
    const arm = () => {
      const delay = Math.max(0, at - Date.now());
      handle = delay > LONGEST_DELAY ? setTimeout(arm, LONGEST_DELAY) : setTimeout(fire, delay);
    };
    arm();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves when the clock has reached `now + ms`; rejects with the signal's reason if aborted before. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.setTimer(clock.now() + ms, () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
    signal?.addEventListener("abort", stop, { once: true });
  });
}
