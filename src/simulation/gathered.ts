// What is gathered while jobs play: a tally of each, the load of each minute, and how many run at once.
import { Concurrency } from "./concurrency.ts";
import type { Happening } from "./happening.ts";
import { Load } from "./load.ts";
import { Tally } from "./tally.ts";

export class Gathered {
  readonly load: Load;
  readonly concurrency = new Concurrency();
  readonly #tallies: ReadonlyMap<string, Tally>;

  constructor(jobs: readonly string[], fromAt: number, toAt: number) {
    this.load = new Load(fromAt, toAt);
    this.#tallies = new Map(jobs.map((name) => [name, new Tally(name)]));
  }

  get tallies(): readonly Tally[] {
    return [...this.#tallies.values()];
  }

  tallyOf(job: string): Tally {
    return this.#tallies.get(job) ?? new Tally(job);
  }

  /** The happening's times are moved by `shift`. */
  add(tally: Tally, happening: Happening, shift: number): void {
    if (happening.kind === "fired") this.load.fired(happening.at + shift);
    else if (happening.kind === "began") this.concurrency.began(happening.at + shift);
    else if (happening.kind === "ended") this.concurrency.ended(happening.at + shift);
    tally.add(happening, shift);
  }
}
