// Lets only so many environments start at once: a hundred cold starts together would each take longer than init may.
import { availableParallelism } from "node:os";

export class StartGate {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limit = Math.max(2, availableParallelism() * 2)) {
    this.#limit = limit;
  }

  async pass<T>(start: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside++;
    try {
      return await start();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
