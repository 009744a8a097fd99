// The clock of something that can die, or hang so that none of its timers fires: what waited on it never goes on.
import type { Clock, Timer } from "../../../src/core/clock.ts";

export class MortalClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  now(): number {
    return this.#clock.now();
  }

  setTimer(at: number, fire: () => void): Timer {
    if (this.#stopped) return { cancel() {} };
    const timer = this.#clock.setTimer(at, () => {
      this.#timers.delete(own);
      fire();
    });
    const own: Timer = {
      cancel: () => {
        this.#timers.delete(own);
        timer.cancel();
      },
    };
    this.#timers.add(own);
    return own;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of [...this.#timers]) timer.cancel();
  }
}
