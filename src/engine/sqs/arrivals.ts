// Who waits for messages of a queue: long polls are woken when one may have become visible.
import type { Clock } from "../../core/clock.ts";

export class Arrivals {
  readonly #waiting = new Map<number, Set<() => void>>();

  /** To be called after every change that may make a message of the queue receivable. */
  announce(queue: number): void {
    for (const wake of [...(this.#waiting.get(queue) ?? [])]) wake();
  }

  announceAll(): void {
    for (const queue of [...this.#waiting.keys()]) this.announce(queue);
  }

  /** Resolves at the next announcement, at the instant `until`, or when the signal is aborted; never rejects. */
  wait(queue: number, clock: Clock, until: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(queue) ?? new Set();
      const wake = () => {
        timer.cancel();
        signal.removeEventListener("abort", wake);
        waiting.delete(wake);
        if (waiting.size === 0) this.#waiting.delete(queue);
        resolve();
      };
      const timer = clock.setTimer(until, wake);
      waiting.add(wake);
      this.#waiting.set(queue, waiting);
      signal.addEventListener("abort", wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}
