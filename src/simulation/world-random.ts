// The dice of a simulation: the same after the same seed; ids count up, so that what has equal rank goes in order of birth.
import type { Random } from "../core/random.ts";

export class WorldRandom implements Random {
  #state = 0;
  #ids = 0;

  reseed(seed: number): void {
    this.#state = seed >>> 0;
  }

  uuid(): string {
    const digits = (++this.#ids).toString(16).padStart(16, "0");
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13)}-8000-000000000000`;
  }

  hex(bytes: number): string {
    let text = "";
    while (text.length < bytes * 2) text += this.#next().toString(16).padStart(8, "0");
    return text.slice(0, bytes * 2);
  }

  /** 32 bits (mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
