// The clock as a function's process has it: when the process ends, none of its timers fires any more.
import type { Clock, Timer } from "../core/clock.ts";

export class ProcessClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #ended = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get ended(): boolean {
    return this.#ended;
  }

  now(): number {
    return this.#clock.now();
  }

  setTimer(at: number, fire: () => void): Timer {
    if (this.#ended) return { cancel() {} };
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

  end(): void {
    this.#ended = true;
    for (const timer of [...this.#timers]) timer.cancel();
  }
}
