// The same faster time for the programme itself, and what hands it to a process.
import { fileURLToPath } from "node:url";

const PRELOAD = fileURLToPath(new URL("fast-time.mjs", import.meta.url));

export class FastClock {
  readonly #from = Date.now();
  readonly factor: number;

  constructor(factor: number) {
    this.factor = factor;
  }

  now(): number {
    return Math.floor(this.#from + (Date.now() - this.#from) * this.factor);
  }

  variables(): Record<string, string> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, FAST_TIME: `${this.#from},${this.factor}` };
  }

  /** Of this clock's milliseconds. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms / this.factor));
  }
}
