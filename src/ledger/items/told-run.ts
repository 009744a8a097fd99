// A run of a function that is not ours, as its row says it once Lambda has told how it ended. What nobody tells stays blank. Pure.
import type { Envelope } from "../envelope.ts";
import type { PlainObject } from "./attribute-value.ts";
import type { Bounded } from "./bounded.ts";
import { occasionMembers } from "./occasion.ts";
import type { Attempt, Outcome, RunError, RunItem } from "./run-item.ts";

/** How one event of a function ended, as Lambda's record of it says. */
export interface ToldEnding {
  readonly envelope: Envelope;
  /** Lambda's: the same for all its tries of one event. */
  readonly requestId: string;
  /** ARN, as it was invoked. */
  readonly function: string;
  /** When it was told, epoch milliseconds: at its end, as near as can be known. */
  readonly at: number;
  /** How often the function was begun with it; 0 where it never was. */
  readonly invokes: number;
  readonly outcome: Exclude<Outcome, "skipped">;
  /** Of the last try: of those before it Lambda keeps nothing. */
  readonly error: RunError | undefined;
  readonly result: Bounded | undefined;
  /** In a line, where no error says why. */
  readonly reason: string | undefined;
  /** It failed for good, and its event goes to a queue. */
  readonly givenUp: boolean;
}

export type Told =
  /** A row with these members; `duplicate` is one beside the run's own: the function ran twice for it. */
  | { readonly kind: "write"; readonly members: PlainObject; readonly duplicate: boolean }
  /** It is there already, or a later generation is. */
  | { readonly kind: "known" };

/** Lambda's counts are approximate; this many tries are shown one by one. */
const MOST_SHOWN = 100;

/** `run` is the row that has the run's place; undefined where there is none, or it cannot be read. */
export function toldRun(run: RunItem | undefined, told: ToldEnding): Told {
  const { generation } = told.envelope;
  if (run?.requestId === told.requestId) return { kind: "known" };
  if (!run || run.state === "missed") return write(told, [], false);
  const before = run.attempts;
  const isKnown = before.some(({ requestId }) => requestId === told.requestId) || run.generation > generation;
  if (isKnown) return { kind: "known" };
  // Asked for, or said not to have started: told of for the first time.
  const isUntold = before.every(({ requestId }) => requestId === undefined);
  const isAwaited = run.state === "pending" || run.generation < generation || isUntold;
  return isAwaited ? write(told, before, false) : write(told, [], true);
}

function write(told: ToldEnding, earlier: readonly Attempt[], duplicate: boolean): Told {
  const { envelope, outcome, invokes } = told;
  const attempts = [
    ...earlier.map((attempt) => ({ ...attempt, error: attempt.error && { ...attempt.error } })),
    ...tries(told),
  ];
  const failed = outcome !== "succeeded";
  // What Lambda gave up before it ran once is what a letter is all there is of.
  const nothing = failed && invokes === 0 && earlier.length === 0 && told.givenUp;
  const members = {
    ...occasionMembers(envelope),
    tries: told.givenUp ? Math.max(1, Math.min(invokes, MOST_SHOWN)) : 0,
    requestId: told.requestId,
    function: told.function,
    state: nothing ? "missed" : failed ? "failed" : "succeeded",
    cause: nothing ? "dead letter" : undefined,
    reason: duplicate ? DELIVERED_TWICE : told.reason,
    endedAt: told.at,
    attempt: attempts.length,
    attempts,
    result: told.result && { ...told.result },
  };
  return { kind: "write", members, duplicate };
}

const DELIVERED_TWICE = "duplicate: delivered a second time, and run again, since the function keeps no claim";

/** Every try but the last failed, or there would have been no other. */
function tries({ requestId, envelope, invokes, outcome, error, at }: ToldEnding): readonly PlainObject[] {
  const { delivery, deliveryAttempt } = envelope;
  const count = Math.min(invokes, MOST_SHOWN);
  return Array.from({ length: count }, (_, index) =>
    index + 1 < count
      ? { requestId, delivery, deliveryAttempt, outcome: "failed" }
      : { requestId, delivery, deliveryAttempt, outcome, endedAt: at, error: error && { ...error } },
  );
}
