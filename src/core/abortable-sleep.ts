// A sleep that can be cut short. By itself, since what goes into every function only ever sleeps to the end.
import type { Clock } from "./clock.ts";

/** Resolves when the clock has reached `now + ms`; rejects with the signal's reason if aborted before. */
export function abortableSleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
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
