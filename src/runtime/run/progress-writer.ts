// Progress as the handler tells it, written to the ledger at most once a second: the newest counts, older ones are dropped.
import type { Clock, Timer } from "../../core/clock.ts";
import type { Progress } from "../../ledger/items/run-item.ts";

const WRITE_EVERY_MS = 1_000;

export class ProgressWriter {
  readonly #clock: Clock;
  readonly #write: (progress: Progress) => Promise<unknown>;
  #latest: Progress | undefined;
  #writing: Promise<unknown> = Promise.resolve();
  #timer: Timer | undefined;
  #nextAt = 0;
  #closed = false;

  constructor(clock: Clock, write: (progress: Progress) => Promise<unknown>) {
    this.#clock = clock;
    this.#write = write;
  }

  report(done: number, total: number | undefined): void {
    if (this.#closed || !Number.isFinite(done)) return;
    this.#latest = { done, total: Number.isFinite(total) ? total : undefined, at: this.#clock.now() };
    this.#timer ??= this.#clock.setTimer(Math.max(this.#nextAt, this.#clock.now()), () => this.#flush());
  }

  /** Nothing is written after this; the last progress goes with the attempt's end. A write under way is waited for. */
  async close(): Promise<Progress | undefined> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#writing;
    return this.#latest;
  }

  /** One write at a time; a failed one is not worth a run. */
  #flush(): void {
    const latest = this.#latest;
    if (latest === undefined) return;
    this.#writing = this.#write(latest)
      .catch(() => {})
      .finally(() => {
        this.#timer = undefined;
        this.#nextAt = this.#clock.now() + WRITE_EVERY_MS;
        if (this.#latest !== latest && this.#latest && !this.#closed)
          this.report(this.#latest.done, this.#latest.total);
      });
  }
}
