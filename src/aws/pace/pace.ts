// Calls of one quota, kept to a pace: a bucket that fills at a rate, which falls by a share at a throttle and rises by a step
// for each second without one, since quotas differ from account to account.
import type { Clock, Timer } from "../../core/clock.ts";

const FALL = 0.8;
/** Of the published quota, for each second that went well. */
const STEP = 0.02;
/** Before any throttle was seen nothing is known of where the quota ends, and it is looked for in larger steps. */
const FIRST_STEP = 0.2;
/** Quotas are raised on request, so more than the published one may well be granted. */
const MOST = 4;
const LEAST_PER_SECOND = 0.5;

export class Pace {
  readonly #clock: Clock;
  readonly #published: number;
  readonly #waiting: (() => void)[] = [];
  #rate: number;
  #wasThrottled = false;
  #tokens: number;
  #filledAt: number;
  #changedAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#published = perSecond;
    this.#rate = perSecond;
    this.#tokens = burstOf(perSecond);
    this.#filledAt = clock.now();
  }

  /** Resolves when it is this call's turn, in the order in which turns were asked for, with the time of it. */
  turn(): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(this.#clock.now()));
      this.#serve();
    });
  }

  /** `begunAt` is the turn's time: calls that were under way together are one piece of news. */
  throttled(begunAt: number): void {
    if (begunAt <= this.#changedAt) return;
    this.#fill();
    this.#rate = Math.max(LEAST_PER_SECOND, this.#rate * FALL);
    this.#wasThrottled = true;
    this.#tokens = Math.min(this.#tokens, 0);
    this.#changedAt = this.#clock.now();
  }

  succeeded(): void {
    if (this.#clock.now() - this.#changedAt < 1_000) return;
    // Only a pace that is made full use of shows that more may be had.
    const step = this.#published * (this.#wasThrottled ? STEP : FIRST_STEP);
    if (this.#waiting.length > 0) this.#rate = Math.min(this.#published * MOST, this.#rate + step);
    this.#changedAt = this.#clock.now();
  }

  #serve(): void {
    this.#fill();
    while (this.#tokens >= 1 && this.#waiting.length > 0) {
      this.#tokens--;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length === 0 || this.#timer) return;
    const ms = Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1_000));
    this.#timer = this.#clock.setTimer(this.#clock.now() + ms, () => {
      this.#timer = undefined;
      this.#serve();
    });
  }

  #fill(): void {
    const now = this.#clock.now();
    const most = this.#wasThrottled ? Math.max(1, this.#rate / 10) : burstOf(this.#rate);
    const filled = this.#tokens + (Math.max(0, now - this.#filledAt) / 1_000) * this.#rate;
    this.#tokens = Math.min(most, filled);
    this.#filledAt = now;
  }
}

/** What is spent at once: until a throttle shows that the service does not grant it, a second's worth of a small quota. */
const burstOf = (rate: number): number => Math.min(rate, Math.max(50, rate / 5));
