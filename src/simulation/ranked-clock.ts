// The clock of one part of a simulation: what falls on the same instant goes part by part, whatever else is on the clock.
import type { Clock, Timer } from "../core/clock.ts";
import type { VirtualClock } from "../core/virtual-clock.ts";

/** What ends at an instant ends before anything is tried again at it, and that before anything is fired. */
const RANKS = { process: -2, lambda: -1 } as const;

export class RankedClock implements Clock {
  readonly #clock: VirtualClock;
  readonly #rank: number;

  constructor(clock: VirtualClock, part: keyof typeof RANKS) {
    this.#clock = clock;
    this.#rank = RANKS[part];
  }

  now(): number {
    return this.#clock.now();
  }

  setTimer(at: number, fire: () => void): Timer {
    return this.#clock.setTimer(at, fire, this.#rank);
  }
}
