// The claim: one conditional write that gives one attempt the right to run, with a lease that ends at the function's deadline.
import type { Item } from "../dynamo.ts";
import type { Envelope } from "../envelope.ts";
import { assignments } from "../items/assignments.ts";
import { marshalItem, type PlainObject } from "../items/attribute-value.ts";
import { occasionMembers } from "../items/occasion.ts";
import { parseRunItem, type RunItem } from "../items/run-item.ts";
import { runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";

/** Who asks: one invocation of a function. */
export interface Claimant {
  /** Of this claim alone: tells our own write from another's when its answer was lost. */
  readonly claim: string;
  /** Lambda's: the same for its own retries of one event. */
  readonly requestId: string;
  readonly leaseUntil: number;
  readonly function: string | undefined;
  readonly memoryMb: number | undefined;
  readonly architecture: "arm64" | "x86_64" | undefined;
  readonly initMs: number | undefined;
  readonly logGroup: string | undefined;
  readonly logStream: string | undefined;
}

export type ClaimResult =
  | { readonly kind: "claimed"; readonly run: RunItem }
  /** Another delivery has the run, or had it; `run` is undefined only if its item cannot be read. */
  | { readonly kind: "duplicate"; readonly run: RunItem | undefined };

/** Free to take: a run nobody started, or that waits, or was noted as missed; our own retry of a failed or crashed attempt; a lease
 * that ran out; a further generation of one that is not going on, nor has succeeded unless it is forced. What is left of an
 * earlier generation takes nothing from a later one (a comparison with what is not there is false, so that NOT lets a run
 * without a generation pass). A second write of the same claim is refused, so that a lost answer cannot count as two attempts. */
const freeTo = ({ force }: Envelope): string =>
  `attribute_not_exists(#pk) OR NOT #generation > :generation AND (${[
    "#state IN (:pending, :missed) AND NOT #claim = :claim",
    "(#state = :failed OR #state = :running) AND #requestId = :requestId AND #claim <> :claim",
    "#state = :running AND #leaseUntil < :now",
    `#generation < :generation AND #state <> :running${force ? "" : " AND #state <> :succeeded"}`,
  ].join(" OR ")})`;

export async function claimRun(ledger: Ledger, envelope: Envelope, claimant: Claimant): Promise<ClaimResult> {
  const now = ledger.clock.now();
  const { set, values } = assignments({
    ...runMembers(envelope, claimant),
    state: "running",
    leaseUntil: claimant.leaseUntil,
    expiresAt: expirySeconds(now, envelope.policy.keepDays),
  });
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(envelope.run) }),
    UpdateExpression:
      `SET ${set}, #attempt = if_not_exists(#attempt, :zero) + :one, ` +
      "#attempts = list_append(if_not_exists(#attempts, :none), :begun), " +
      "#startedAt = if_not_exists(#startedAt, :now) REMOVE #endedAt, #reason, #progress, #result",
    ConditionExpression: freeTo(envelope),
    ExpressionAttributeValues: {
      ...values,
      ...marshalItem({ ":zero": 0, ":one": 1, ":none": [], ":now": now }),
      ":begun": { L: [{ M: marshalItem(attemptMembers(envelope, claimant, now)) }] },
    },
    ReturnValues: "ALL_NEW",
  });
  const item = (answer.held ? answer.answer["Attributes"] : answer.item) as Item | undefined;
  const run = item && parseRunItem(item);
  if (answer.held && run) return { kind: "claimed", run };
  return run?.claim === claimant.claim ? { kind: "claimed", run } : { kind: "duplicate", run };
}

const runMembers = (envelope: Envelope, claimant: Claimant): PlainObject => ({
  ...occasionMembers(envelope),
  tries: envelope.policy.tries,
  claim: claimant.claim,
  requestId: claimant.requestId,
  function: claimant.function,
  memoryMb: claimant.memoryMb,
  architecture: claimant.architecture,
});

/** An attempt as it begins. */
export function attemptMembers(envelope: Envelope, claimant: Claimant, now: number): PlainObject {
  return {
    requestId: claimant.requestId,
    delivery: envelope.delivery,
    deliveryAttempt: envelope.deliveryAttempt,
    claimedAt: now,
    initMs: claimant.initMs,
    logGroup: claimant.logGroup,
    logStream: claimant.logStream,
  };
}
