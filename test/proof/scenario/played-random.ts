// The product's dice in a proof: the same after the same seed, ids that look like any others.
import type { Random } from "../../../src/core/random.ts";
import { seededRandom } from "../../slow/seeded-random.ts";

export class PlayedRandom implements Random {
  readonly #roll: () => number;

  constructor(seed: number) {
    this.#roll = seededRandom(seed);
  }

  hex(bytes: number): string {
    let text = "";
    while (text.length < bytes * 2)
      text += Math.floor(this.#roll() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, bytes * 2);
  }

  uuid(): string {
    const digits = this.hex(16);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
}
