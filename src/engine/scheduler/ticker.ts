// The loop that asks what is due: one timer for the earliest of due times, attempts and groups to go.
import type { Clock, Timer } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import type { Log } from "../../core/log.ts";
import type { Store } from "../store.ts";
import type { Deliverer } from "./deliverer.ts";
import { earliestAttempt } from "./delivery-rows.ts";
import type { DueQueue } from "./due-queue.ts";
import type { Firing } from "./firing.ts";
import { earliestGone, removeGoneGroups } from "./gone-groups.ts";

/** In one transaction; between two, requests are answered and functions run on. */
const BATCH = 1_000;
/** After a failure that is the engine's own (a full disk), before it is tried again. */
const PAUSE_MS = 1_000;

export interface TickerContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly queue: DueQueue;
  readonly firing: Firing;
  readonly deliverer: Deliverer;
}

export class Ticker {
  readonly #context: TickerContext;
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #working: Promise<void> | undefined;
  #running = false;
  #failedAt = Number.POSITIVE_INFINITY;
  /** Decided on, the earliest first, and not yet on record. */
  #decided: number[] = [];
  #decidedAt = 0;

  constructor(context: TickerContext) {
    this.#context = context;
  }

  start(): void {
    this.#running = true;
    this.#lookAgain();
    this.wake();
  }

  stop(): void {
    this.#running = false;
    this.#timer?.cancel();
    this.#timerAt = Number.POSITIVE_INFINITY;
  }

  /** Something changed: look at once when it is due, else see that the timer is early enough. */
  wake(): void {
    if (!this.#running || this.#working) return;
    try {
      const earliest = this.#earliest();
      if (earliest === undefined) return;
      const at = Math.max(earliest, this.#pausedUntil());
      if (at <= this.#context.clock.now()) this.#work();
      else if (at < this.#timerAt) this.#arm(at);
    } catch (error) {
      this.#failed(error);
      this.#arm(this.#pausedUntil());
    }
  }

  /** Resolves when nothing that is due now waits and no target is being called. */
  async settle(): Promise<void> {
    for (;;) {
      this.wake();
      const pending = [...(this.#working ? [this.#working] : []), ...this.#context.deliverer.underWay];
      if (pending.length === 0) return;
      await Promise.allSettled(pending);
    }
  }

  #work(): void {
    this.#working = this.#pump()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#working = undefined;
        this.wake();
      });
  }

  #failed(error: unknown): void {
    const { clock, log } = this.#context;
    log.warn(`The ticker failed, and tries again in a second: ${messageOf(error)}`);
    this.#lookAgain();
    this.#failedAt = clock.now();
  }

  /** A clock that was set back since the failure ends the pause: it would last as long as the clock was set back by. */
  #pausedUntil(): number {
    return this.#failedAt <= this.#context.clock.now() ? this.#failedAt + PAUSE_MS : 0;
  }

  async #pump(): Promise<void> {
    const { firing, deliverer } = this.#context;
    removeGoneGroups(this.#context);
    for (let more = true; more && this.#running; ) {
      this.#decide();
      if (this.#decided.length > 0) firing.fireAll(this.#decided.splice(0, BATCH));
      const delivered = deliverer.deliverBatch(BATCH);
      more = this.#decided.length > 0 || delivered;
      if (more) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Everything that is due now comes before what falls due while it is put on record: the order stays fair. */
  #decide(): void {
    const { store, clock, queue } = this.#context;
    const now = clock.now();
    // A clock that was set back makes due times future again.
    if (now < this.#decidedAt) this.#lookAgain();
    this.#decidedAt = now;
    if (!queue.loaded) queue.load(store);
    const due = queue.take(now);
    this.#decided = this.#decided.length === 0 ? due : this.#decided.concat(due);
  }

  /** What was decided on and is not on record is forgotten: the store says what is due. */
  #lookAgain(): void {
    this.#decided = [];
    this.#context.queue.forget();
  }

  #earliest(): number | undefined {
    const { store, queue } = this.#context;
    if (!queue.loaded) queue.load(store);
    const times = [queue.earliest(), earliestAttempt(store), earliestGone(store)];
    const known = times.filter((at) => at !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  #arm(at: number): void {
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = this.#context.clock.setTimer(at, () => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.wake();
    });
  }
}
