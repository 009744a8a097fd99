// A virtual clock that knows when everything that can go on at its instant has gone on.
import type { Timer } from "../core/clock.ts";
import { VirtualClock } from "../core/virtual-clock.ts";

/** Turns of the event loop in which nobody asked for the time: the engine's parts hand on to each other within one. */
const QUIET_TURNS = 3;

/** Whatever the engine or a function does begins or ends with a look at the clock: where none looks, nothing moves. */
export class SettledClock extends VirtualClock {
  #looks = 0;

  override now(): number {
    this.#looks++;
    return super.now();
  }

  override setTimer(at: number, fire: () => void, rank?: number): Timer {
    this.#looks++;
    return super.setTimer(at, fire, rank);
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#looks;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#looks === before ? quiet + 1 : 0;
    }
  }
}
