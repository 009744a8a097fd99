// Counts what happens to one job, and keeps the first of what did not go well.
import type { Happening } from "./happening.ts";

export interface Counts {
  /** Due times: two schedules of a job that name the same one are due once. */
  due: number;
  /** By the Scheduler, of each schedule. */
  fired: number;
  succeeded: number;
  /** Runs, after their last attempt. */
  failed: number;
  /** Attempts after the first. */
  retried: number;
  /** Attempts of the Scheduler that were refused. */
  deliveriesFailed: number;
  /** Letters, by queue. */
  deadFailed: number;
  deadUndelivered: number;
  overlap: number;
  late: number;
  duplicate: number;
  /** Due times at which no run began. */
  missed: number;
}

export const NO_COUNTS: Counts = {
  due: 0,
  fired: 0,
  succeeded: 0,
  failed: 0,
  retried: 0,
  deliveriesFailed: 0,
  deadFailed: 0,
  deadUndelivered: 0,
  overlap: 0,
  late: 0,
  duplicate: 0,
  missed: 0,
};

export interface Incident {
  readonly job: string;
  readonly dueAt: number;
  readonly what: "failed" | "overlap" | "late" | "missed";
}

/** Of each job and kind; the rest is only counted. */
const MOST_INCIDENTS = 100;

export class Tally {
  readonly counts: Counts = { ...NO_COUNTS };
  readonly incidents: Incident[] = [];
  incidentsLeftOut = 0;
  longestOverrunMs = 0;
  readonly #job: string;
  readonly #kept = new Map<Incident["what"], number>();

  constructor(job: string) {
    this.#job = job;
  }

  due(): void {
    this.counts.due++;
  }

  add(happening: Happening, shift: number): void {
    const { counts } = this;
    const dueAt = happening.dueAt + shift;
    switch (happening.kind) {
      case "fired":
        counts.fired++;
        break;
      case "delivery failed":
        counts.deliveriesFailed++;
        break;
      case "began":
        if (happening.attempt !== 1) counts.retried++;
        break;
      case "ended":
        this.#ended(happening, dueAt);
        break;
      case "failed":
      case "missed":
        counts[happening.kind]++;
        this.#incident(happening.kind, dueAt);
        break;
      case "dead":
        if (happening.queue === "failed") counts.deadFailed++;
        else counts.deadUndelivered++;
    }
  }

  #ended({ end, overranMs = 0 }: Happening, dueAt: number): void {
    if (overranMs > this.longestOverrunMs) this.longestOverrunMs = overranMs;
    if (end === "succeeded") this.counts.succeeded++;
    else if (end === "duplicate") this.counts.duplicate++;
    else if (end === "overlap" || end === "late") {
      this.counts[end]++;
      this.#incident(end, dueAt);
    }
  }

  #incident(what: Incident["what"], dueAt: number): void {
    const kept = (this.#kept.get(what) ?? 0) + 1;
    this.#kept.set(what, kept);
    if (kept <= MOST_INCIDENTS) this.incidents.push({ job: this.#job, dueAt, what });
    else this.incidentsLeftOut++;
  }
}
