// What a simulation sees happen: each fact once, with its instant in epoch milliseconds.

/** How one attempt at a run ended; the last three are skips, which the runtime itself decides. */
export type AttemptEnd =
  | "succeeded"
  | "failed"
  | "timed out"
  | "crashed"
  | "overlap"
  | "late"
  | "duplicate"
  | "queued"
  | "cancelled";

export interface Happening {
  readonly kind:
    | "fired" // the Scheduler's first attempt to hand over
    | "delivery failed" // one such attempt, whichever
    | "began" // an attempt at a run
    | "ended" // an attempt at a run
    | "failed" // a run: no further attempt is made
    | "missed" // a due time: the firing reached no function
    | "dead"; // a letter in the queue of failed runs or of undelivered firings
  readonly job: string;
  readonly dueAt: number;
  readonly at: number;
  /** Of an attempt: from 1. */
  readonly attempt?: number;
  readonly end?: AttemptEnd;
  /** By how much a run went on beyond a later due time of its job. */
  readonly overranMs?: number;
  readonly queue?: "failed" | "undelivered";
}
