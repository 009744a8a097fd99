// One Live Tail session: a start, then every second an update with what was logged in it, at most 500 events of it.
import type { Timer } from "../../core/clock.ts";
import type { Taken } from "./followers.ts";
import type { LogStore } from "./log-store.ts";

interface SessionOptions {
  /** The first event. */
  readonly start: object;
  readonly wanted: (event: Taken) => boolean;
  readonly signal: AbortSignal;
  /** Called once. */
  ended(): void;
}

type Told = Readonly<Record<string, object>>;

const SECOND_MS = 1_000;
const MOST_IN_UPDATE = 500;
/** What is held of one second before it is thinned out. */
const MOST_HELD = 10 * MOST_IN_UPDATE;
/** A caller that reads more slowly loses the oldest. */
const MOST_WAITING = 10;
const LONGEST_MS = 3 * 3_600_000;

export class LiveTailSession implements AsyncIterable<Told> {
  readonly #logs: LogStore;
  readonly #options: SessionOptions;
  readonly #endsAt: number;
  readonly #unfollow: () => void;
  #timer: Timer;
  #held: Taken[] = [];
  #isSampled = false;
  readonly #waiting: Told[] = [];
  #isOver = false;
  #wake: () => void = () => {};

  constructor(logs: LogStore, options: SessionOptions) {
    this.#logs = logs;
    this.#options = options;
    const { clock } = logs.context;
    this.#endsAt = clock.now() + LONGEST_MS;
    this.#unfollow = logs.followers.follow((event) => this.#hold(event));
    this.#timer = clock.setTimer(clock.now() + SECOND_MS, () => this.#tick());
    options.signal.addEventListener("abort", this.#end, { once: true });
    if (options.signal.aborted) this.#end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Told> {
    try {
      yield { sessionStart: this.#options.start };
      for (;;) {
        const next = this.#waiting.shift();
        if (next) yield next;
        else if (this.#isOver) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#end();
    }
  }

  #hold(event: Taken): void {
    if (!this.#options.wanted(event)) return;
    this.#held.push(event);
    if (this.#held.length < MOST_HELD) return;
    this.#held = this.#held.filter((_, index) => index % 2 === 0);
    this.#isSampled = true;
  }

  #tick(): void {
    const { clock } = this.#logs.context;
    this.#tell({ sessionUpdate: this.#update() });
    if (clock.now() < this.#endsAt) {
      this.#timer = clock.setTimer(clock.now() + SECOND_MS, () => this.#tick());
      return;
    }
    this.#tell({ SessionTimeoutException: { message: "The session has been open for three hours." } });
    this.#end();
  }

  #update(): object {
    const held = this.#held;
    const step = Math.max(1, held.length / MOST_IN_UPDATE);
    const shown = step === 1 ? held : Array.from({ length: MOST_IN_UPDATE }, (_, n) => held[Math.floor(n * step)]);
    const sampled = this.#isSampled || step > 1;
    [this.#held, this.#isSampled] = [[], false];
    const { account } = this.#logs.context;
    const sessionResults = shown.flatMap((taken) => (taken ? [shownEvent(taken, account)] : []));
    return { sessionMetadata: { sampled }, sessionResults };
  }

  #tell(told: Told): void {
    this.#waiting.push(told);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#wake();
  }

  readonly #end = (): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer.cancel();
    this.#unfollow();
    this.#options.signal.removeEventListener("abort", this.#end);
    this.#options.ended();
    this.#wake();
  };
}

function shownEvent({ group, stream, event, ingestedAt }: Taken, account: string): object {
  return {
    logStreamName: stream,
    logGroupIdentifier: `${account}:${group}`,
    message: event.message,
    timestamp: Math.trunc(event.at),
    ingestionTime: ingestedAt,
  };
}
