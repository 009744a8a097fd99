// Ends that the store did not take, for a full disk say: kept, and tried again each second until they are on record.
import type { Clock, Timer } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import type { Log } from "../core/log.ts";
import { setPause } from "../core/pause.ts";
import type { Store } from "./store.ts";

const PAUSE_MS = 1_000;

export interface LateRecordsContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
}

interface End {
  readonly work: () => void;
  readonly done: () => void;
}

export class LateRecords {
  readonly #context: LateRecordsContext;
  #late: End[] = [];
  #timer: Timer | undefined;
  #stopped = false;

  constructor(context: LateRecordsContext) {
    this.#context = context;
  }

  /** Carries `work` out in one transaction and then calls `done`: now, or later if the store refuses now. Never throws. */
  record(what: string, work: () => void, done: () => void): void {
    const end = { work, done };
    try {
      this.#take(end);
    } catch (error) {
      this.#context.log.warn(`The end of ${what} was not recorded, and is tried again: ${messageOf(error)}`);
      this.#late.push(end);
      this.#arm();
      return;
    }
    if (this.#late.length > 0) this.#takeLate();
  }

  /** The next engine finds what is not on record by now as it finds what a kill cut off. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#late = [];
  }

  #take({ work, done }: End): void {
    if (this.#stopped) return;
    this.#context.store.transaction(work);
    done();
  }

  #takeLate(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#late = this.#late.filter((end) => {
      try {
        this.#take(end);
        return false;
      } catch {
        return true;
      }
    });
    if (this.#late.length > 0) this.#arm();
  }

  #arm(): void {
    const { clock } = this.#context;
    this.#timer ??= setPause(clock, PAUSE_MS, () => this.#takeLate());
  }
}
