// Whoever calls the services: a function's process, or an operator's command. It has a clock that can stop, and may be
// doomed to die at one of its calls.
import type { Clock } from "../../../src/core/clock.ts";
import { ProcessClock } from "../../../src/simulation/process-clock.ts";

/** It dies at its nth call, before the call has an effect or after. */
export interface Doom {
  readonly call: number;
  readonly when: "before" | "after";
}

export class Caller {
  readonly name: string;
  readonly clock: ProcessClock;
  readonly #doom: Doom | undefined;
  readonly #onDeath: () => void;
  #calls = 0;

  constructor(name: string, clock: Clock, doom: Doom | undefined, onDeath: () => void) {
    this.name = name;
    this.clock = new ProcessClock(clock);
    this.#doom = doom;
    this.#onDeath = onDeath;
  }

  nextCall(): number {
    return ++this.#calls;
  }

  isDoomed(call: number, when: Doom["when"]): boolean {
    return this.#doom?.call === call && this.#doom.when === when;
  }

  die(): void {
    if (this.clock.ended) return;
    this.clock.end();
    this.#onDeath();
  }
}

/** What a dead caller waits for. */
export const never = (): Promise<never> => new Promise(() => {});
