// How many runs go on at once, at most. Fed in any order within a stretch, swept up stretch by stretch.

export class Concurrency {
  peak = 0;
  peakAt: number | undefined;
  #begins: number[] = [];
  #ends: number[] = [];
  #running = 0;

  began(at: number): void {
    this.#begins.push(at);
  }

  ended(at: number): void {
    this.#ends.push(at);
  }

  /** Nothing before or at this instant is added afterwards. */
  sweepTo(at: number): void {
    const [begins, laterBegins] = taken(this.#begins, at);
    const [ends, laterEnds] = taken(this.#ends, at);
    let end = 0;
    for (const begin of begins) {
      // Who ends at the instant at which another begins does not run beside it.
      while (end < ends.length && (ends[end] ?? 0) <= begin) {
        this.#running--;
        end++;
      }
      this.#running++;
      if (this.#running > this.peak) {
        this.peak = this.#running;
        this.peakAt = begin;
      }
    }
    this.#running -= ends.length - end;
    this.#begins = laterBegins;
    this.#ends = laterEnds;
  }
}

function taken(times: readonly number[], until: number): [sorted: Float64Array, rest: number[]] {
  return [Float64Array.from(times.filter((at) => at <= until)).sort(), times.filter((at) => at > until)];
}
