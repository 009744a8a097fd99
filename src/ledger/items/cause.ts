// Why nothing arrived at a due time, as far as that can be told afterwards.

/** dead letter: in one of the two queues; clock change: the local time did not exist. */
export const CAUSES = [
  "paused",
  "dead letter",
  "engine off",
  "edited",
  "deleted",
  "disabled",
  "outside dates",
  "clock change",
  "never arrived",
] as const;
export type CauseKind = (typeof CAUSES)[number];

export interface Cause {
  readonly kind: CauseKind;
  /** A sentence without its full stop, for the history. */
  readonly text: string;
}
