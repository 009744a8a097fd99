// The dice of one seed: everything that is drawn is drawn here, so that the seed alone says what happens.
import { seededRandom } from "../../slow/seeded-random.ts";

export class Dice {
  readonly #roll: () => number;

  constructor(seed: number) {
    this.#roll = seededRandom(seed);
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.#roll() * 100 < share;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#roll() * (most - least + 1));
  }

  one<T>(first: T, ...others: readonly T[]): T {
    return [first, ...others][this.whole(0, others.length)] ?? first;
  }

  /** `share` is the part that the first has, in percent. */
  mostly<T>(share: number, first: T, ...others: readonly [T, ...T[]]): T {
    return this.percent(share) ? first : this.one(...(others as [T, ...T[]]));
  }
}
