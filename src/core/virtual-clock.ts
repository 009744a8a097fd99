// A clock that stands still until it is moved: what tests and simulations run on.
import type { Clock, Timer } from "./clock.ts";

interface Pending {
  readonly at: number;
  readonly rank: number;
  readonly order: number;
  readonly fire: () => void;
}

export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** A part of a millisecond is waited out whole: no clock of a machine shows one. Of timers for one instant the lower rank comes first, then the one that was set first. */
  setTimer(at: number, fire: () => void, rank = 0): Timer {
    const pending = { at: Math.ceil(at), rank, order: this.#order++, fire };
    this.#pending.add(pending);
    return { cancel: () => void this.#pending.delete(pending) };
  }

  /** When the next timer is due, or undefined when none is set. */
  nextAt(): number | undefined {
    return this.#earliest()?.at;
  }

  /** Moves to the instant `to`, firing what falls due on the way in order; after each, waits for `settle`. */
  async advanceTo(to: number, settle: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await settle();
    for (let next = this.#earliest(); next && next.at <= to; next = this.#earliest()) {
      this.#pending.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settle();
    }
    this.#now = Math.max(this.#now, to);
  }

  #earliest(): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) {
      if (!first || isBefore(pending, first)) first = pending;
    }
    return first;
  }
}

function isBefore(a: Pending, b: Pending): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank === b.rank ? a.order < b.order : a.rank < b.rank;
}
