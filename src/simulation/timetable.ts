// The due times of a job's schedules as one stream that can be looked into before it is taken from.
import type { ScheduleResource } from "../desired/resource.ts";
import { nextDue, type Timing } from "../schedule/due-times.ts";
import { parseAws } from "../schedule/parse-aws.ts";

export interface Due {
  readonly at: number;
  /** Which of the schedules. */
  readonly schedule: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Timetable {
  readonly #timings: readonly Timing[];
  readonly #next: number[];
  readonly #toAt: number;
  #ahead: Due[] = [];
  #taken = 0;

  /** A rate without a start counts from `fromAt`, as if it had been synced then. */
  constructor(schedules: readonly ScheduleResource[], fromAt: number, toAt: number) {
    this.#toAt = toAt;
    this.#timings = schedules.map(({ expression, timezone, startAt, endAt }) => ({
      expression: parseAws(expression),
      timezone,
      startAt,
      endAt,
      anchorAt: fromAt,
    }));
    this.#next = this.#timings.map((timing) => this.#within(nextDue(timing, fromAt - 1)));
  }

  /** The nth due time from here, 0 being the next; undefined where there is none. */
  peek(index: number): Due | undefined {
    while (this.#ahead.length - this.#taken <= index) {
      const due = this.#draw();
      if (!due) return undefined;
      this.#ahead.push(due);
    }
    return this.#ahead[this.#taken + index];
  }

  take(count: number): void {
    this.#taken += count;
    if (this.#taken < 64) return;
    this.#ahead = this.#ahead.slice(this.#taken);
    this.#taken = 0;
  }

  /** When a schedule is due next, at or after an instant. */
  dueFrom(schedule: number, at: number): number | undefined {
    const timing = this.#timings[schedule];
    return timing && nextDue(timing, at - 1);
  }

  #draw(): Due | undefined {
    let first = 0;
    for (let index = 1; index < this.#next.length; index++) {
      if ((this.#next[index] ?? NEVER) < (this.#next[first] ?? NEVER)) first = index;
    }
    const at = this.#next[first] ?? NEVER;
    const timing = this.#timings[first];
    if (at === NEVER || !timing) return undefined;
    this.#next[first] = this.#within(nextDue(timing, at));
    return { at, schedule: first };
  }

  #within(at: number | undefined): number {
    return at === undefined || at > this.#toAt ? NEVER : at;
  }
}
