// A further generation of a run whose function claims nothing: written before its event is sent, so that it is sent once.
import type { Envelope } from "../envelope.ts";
import { assignments } from "../items/assignments.ts";
import { marshal, marshalItem } from "../items/attribute-value.ts";
import type { Bounded } from "../items/bounded.ts";
import { occasionMembers } from "../items/occasion.ts";
import type { RunError } from "../items/run-item.ts";
import { type RunRef, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";

/** False where the run has succeeded, or this generation of it, or a later one, was sent already. */
export async function awaitAgain(ledger: Ledger, envelope: Envelope): Promise<boolean> {
  const now = ledger.clock.now();
  const { run, policy } = envelope;
  const { set, values } = assignments({
    ...occasionMembers(envelope),
    state: "pending",
    requestedAt: now,
    expiresAt: expirySeconds(now, policy.keepDays),
  });
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(run) }),
    UpdateExpression: `SET ${set} REMOVE #endedAt, #reason, #cause, #result`,
    // A comparison with what is not there is false, so that NOT lets a run without a generation pass.
    ConditionExpression: "NOT #generation >= :generation AND NOT #state = :succeeded",
    ExpressionAttributeValues: { ...values, ":succeeded": marshal("succeeded") },
  });
  return answer.held;
}

export type AwaitedEnding =
  | { readonly outcome: "succeeded"; readonly result: Bounded | undefined }
  | { readonly outcome: "failed"; readonly error: RunError };

/** What was waited for says itself how it ended. Nothing is written where the recorder was told of it first. */
export async function endAwaited(ledger: Ledger, { run, generation }: Ended, ending: AwaitedEnding): Promise<void> {
  const now = ledger.clock.now();
  const failed = ending.outcome === "failed";
  const attempt = { endedAt: now, outcome: ending.outcome, error: failed ? { ...ending.error } : undefined };
  const { set, values } = assignments({
    state: ending.outcome,
    endedAt: now,
    result: failed || !ending.result ? undefined : { ...ending.result },
  });
  await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(run) }),
    UpdateExpression: `SET ${set}, #attempt = if_not_exists(#attempt, :zero) + :one, #attempts = list_append(if_not_exists(#attempts, :none), :tries)`,
    ConditionExpression: "#state = :pending AND #generation = :generation",
    ExpressionAttributeValues: {
      ...values,
      ...marshalItem({ ":zero": 0, ":one": 1, ":none": [], ":pending": "pending", ":generation": generation }),
      ":tries": marshal([attempt]),
    },
  });
}

interface Ended {
  readonly run: RunRef;
  readonly generation: number;
}
