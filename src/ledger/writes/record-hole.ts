// A due time at which nothing arrived, as a row of the history; one that has a row already keeps it.
import { marshalItem } from "../items/attribute-value.ts";
import type { Cause } from "../items/cause.ts";
import { type RunRef, recentKey, runIdOf, runItemKey, runKeyOf } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";

export interface HoleRecord {
  readonly job: string;
  readonly schedule: string;
  readonly dueAt: number;
  readonly cause: Cause;
  /** Of its job, where it is not 90. */
  readonly keepDays?: number | undefined;
  /** Of a local time that did not exist: the instant at which clocks went forward may be a due time of its own. */
  readonly suffix?: string | undefined;
}

const KEEP_DAYS = 90;

/** False where a run, or an earlier look, was there first. The row is no claim: what arrives later runs, and takes its place. */
export async function recordHole(
  ledger: Ledger,
  { job, schedule, dueAt, cause, suffix, keepDays = KEEP_DAYS }: HoleRecord,
): Promise<boolean> {
  const ref: RunRef = { job, dueAt, suffix };
  const now = ledger.clock.now();
  const key = runKeyOf(job, dueAt);
  const answer = await sendConditional(ledger, "PutItem", {
    Item: marshalItem({
      ...runItemKey(ref),
      ...recentKey(ref),
      runId: runIdOf(ref),
      runKey: suffix === undefined ? key : `${key}#${suffix}`,
      job,
      dueAt,
      trigger: "schedule",
      schedule,
      state: "missed",
      cause: cause.kind,
      reason: cause.text,
      foundAt: now,
      expiresAt: expirySeconds(now, keepDays),
    }),
    ConditionExpression: "attribute_not_exists(#pk)",
  });
  return answer.held;
}
