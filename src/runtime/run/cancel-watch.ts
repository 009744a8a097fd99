// Whether somebody asked the run to stop, looked up while its handler runs: seldom, and never for a short run.
import type { Clock, Timer } from "../../core/clock.ts";
import { cancelText } from "../../ledger/items/cancel-request.ts";
import type { RunItem } from "../../ledger/items/run-item.ts";

/** One strongly consistent read each: a fifteen-minute run makes 180, which cost less than a hundredth of its time. */
const LOOK_EVERY_MS = 5_000;

export class CancelWatch {
  readonly #clock: Clock;
  readonly #look: () => Promise<RunItem | undefined>;
  readonly #abort: (text: string) => void;
  #timer: Timer | undefined;
  #asked: string | undefined;
  #closed = false;

  constructor(clock: Clock, look: () => Promise<RunItem | undefined>, abort: (text: string) => void) {
    this.#clock = clock;
    this.#look = look;
    this.#abort = abort;
    this.#wait();
  }

  /** Who asked and why, once it is known. */
  get asked(): string | undefined {
    return this.#asked;
  }

  /** The run's item as somebody has just read it: progress that is written shows it for nothing. */
  see(run: RunItem | undefined): void {
    if (this.#closed || this.#asked !== undefined || !run?.cancel) return;
    this.#asked = cancelText(run.cancel);
    this.#timer?.cancel();
    this.#abort(this.#asked);
  }

  /** A look under way is not waited for: the record of how the run ended must not be. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #wait(): void {
    if (this.#closed || this.#asked !== undefined) return;
    this.#timer = this.#clock.setTimer(this.#clock.now() + LOOK_EVERY_MS, () => {
      void this.#look()
        .then((run) => this.see(run))
        // Not to be cancelled in time is not worth a run.
        .catch(() => {})
        .then(() => this.#wait());
    });
  }
}
