// The loop that asks what is due: one timer for the earliest of due times, attempts and groups to go.
import type { Clock, Timer } from "../../core/clock.ts";
import { messageOf } from "../../core/error.ts";
import type { Log } from "../../core/log.ts";
import type { Store } from "../store.ts";
import type { Deliverer } from "./deliverer.ts";
import { earliestAttempt } from "./delivery-rows.ts";
import type { Firing } from "./firing.ts";
import { earliestGone, removeGoneGroups } from "./gone-groups.ts";
import { earliestDue } from "./schedule-rows.ts";

/** In one transaction; between two, requests are answered. */
const BATCH = 2_500;
/** After a failure that is the engine's own (a full disk), before it is tried again. */
const PAUSE_MS = 1_000;

export interface TickerContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly firing: Firing;
  readonly deliverer: Deliverer;
}

export class Ticker {
  readonly #context: TickerContext;
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #working: Promise<void> | undefined;
  #running = false;
  /** Not before then, after a failure. */
  #pausedUntil = 0;

  constructor(context: TickerContext) {
    this.#context = context;
  }

  start(): void {
    this.#running = true;
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
    const earliest = this.#earliest();
    if (earliest === undefined) return;
    const at = Math.max(earliest, this.#pausedUntil);
    if (at <= this.#context.clock.now()) this.#work();
    else if (at < this.#timerAt) this.#arm(at);
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
    const { clock, log } = this.#context;
    this.#working = this.#pump()
      .catch((error: unknown) => {
        log.warn(`The ticker failed, and tries again in a second: ${messageOf(error)}`);
        this.#pausedUntil = clock.now() + PAUSE_MS;
      })
      .finally(() => {
        this.#working = undefined;
        this.wake();
      });
  }

  async #pump(): Promise<void> {
    const { firing, deliverer } = this.#context;
    removeGoneGroups(this.#context);
    for (let more = true; more && this.#running; ) {
      const fired = firing.fireBatch(BATCH);
      const delivered = deliverer.deliverBatch(BATCH);
      more = fired || delivered;
      if (more) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #earliest(): number | undefined {
    const { store } = this.#context;
    const times = [earliestDue(store), earliestAttempt(store), earliestGone(store)];
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
