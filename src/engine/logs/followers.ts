// Who hears of every event that is logged, at the moment it comes.
import type { LogEvent } from "./log-store.ts";

/** An event as it came. */
export interface Taken {
  readonly group: string;
  readonly stream: string;
  readonly event: LogEvent;
  readonly ingestedAt: number;
}

export class Followers {
  readonly #all = new Set<(event: Taken) => void>();

  /** What is answered ends it. */
  follow(hear: (event: Taken) => void): () => void {
    this.#all.add(hear);
    return () => void this.#all.delete(hear);
  }

  tell(event: Taken): void {
    for (const hear of this.#all) hear(event);
  }
}
