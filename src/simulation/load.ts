// Firings per minute over the span.

export interface BusyMinute {
  readonly at: number;
  readonly firings: number;
}

const MINUTE_MS = 60_000;

export class Load {
  readonly #fromAt: number;
  readonly #minutes: Uint32Array;

  constructor(fromAt: number, toAt: number) {
    this.#fromAt = Math.floor(fromAt / MINUTE_MS) * MINUTE_MS;
    this.#minutes = new Uint32Array(Math.floor((toAt - this.#fromAt) / MINUTE_MS) + 1);
  }

  /** A flexible window may carry a firing beyond the span: it counts where it ends. */
  fired(at: number): void {
    const minute = Math.min(Math.floor((at - this.#fromAt) / MINUTE_MS), this.#minutes.length - 1);
    this.#minutes[minute] = (this.#minutes[minute] ?? 0) + 1;
  }

  /** The busiest first, the earliest of equals first. */
  busiest(count: number): BusyMinute[] {
    const found: BusyMinute[] = [];
    for (const [minute, firings] of this.#minutes.entries()) {
      if (firings === 0 || (found.length === count && firings <= (found.at(-1)?.firings ?? 0))) continue;
      const place = found.findIndex((other) => other.firings < firings);
      found.splice(place < 0 ? found.length : place, 0, { at: this.#fromAt + minute * MINUTE_MS, firings });
      if (found.length > count) found.pop();
    }
    return found;
  }

  /** Minutes with at least so many firings. */
  minutesWith(firings: number): number {
    return this.#minutes.reduce((count, minute) => (minute >= firings ? count + 1 : count), 0);
  }

  /** The most firings in one minute, for each of `columns` equal parts of the span. */
  strip(columns: number): number[] {
    const width = Math.max(1, Math.ceil(this.#minutes.length / columns));
    const parts = Math.ceil(this.#minutes.length / width);
    return Array.from({ length: parts }, (_, part) =>
      this.#minutes.subarray(part * width, (part + 1) * width).reduce((most, minute) => Math.max(most, minute), 0),
    );
  }
}
