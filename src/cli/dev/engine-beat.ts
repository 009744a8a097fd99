// Writes down, minute by minute, that the engine is there to fire: what was due while it was off is told from what went wrong.
import type { Clock, Timer } from "../../core/clock.ts";
import { writeEngineSpan } from "../../ledger/engine-spans.ts";
import type { Ledger } from "../../ledger/ledger.ts";

const BEAT_MS = 60_000;
/** A machine that slept beats late: it was not there meanwhile. */
const SLEPT_MS = 3 * BEAT_MS;

export class EngineBeat {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  #fromAt: number;
  #lastAt: number;
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#clock = ledger.clock;
    this.#fromAt = this.#clock.now();
    this.#lastAt = this.#fromAt;
  }

  start(): void {
    this.#beat();
  }

  /** That it is there now, beside the beats. */
  tell(): void {
    this.#write();
  }

  /** The last word is written before it resolves. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#write();
    await this.#writing;
  }

  #beat(): void {
    this.#write();
    this.#timer = this.#clock.setTimer(this.#clock.now() + BEAT_MS, () => this.#beat());
  }

  #write(): void {
    const now = this.#clock.now();
    if (now - this.#lastAt > SLEPT_MS) this.#fromAt = now;
    this.#lastAt = now;
    const span = { fromAt: this.#fromAt, untilAt: now };
    // Without a ledger nothing was synced, and nothing is due; the next beat says it again.
    this.#writing = this.#writing.then(() => writeEngineSpan(this.#ledger, span)).catch(() => {});
  }
}
