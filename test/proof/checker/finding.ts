// One thing that is not as promised: which promise, and what was seen.

export interface Finding {
  /** lost: a due time without an account; duplicate: a run that took effect twice; phantom: a run that nothing asked for;
   * unexplained: the history and what happened do not agree; stuck: something has not come to its end. */
  readonly kind: "lost" | "duplicate" | "phantom" | "unexplained" | "stuck" | "overlap" | "late" | "state";
  /** The invariant's number in the reliability notes. */
  readonly invariant: string;
  readonly subject: string;
  readonly text: string;
}
