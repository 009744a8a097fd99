// A run that waits for the one before it: one place in a job's queue, with the event that starts the run when its turn comes.
import { marshal, marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import type { RunItem } from "../items/run-item.ts";
import { parseRunId, queueKey, type RunRef, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { findRun } from "../reads/find-run.ts";
import { expirySeconds } from "./expiry.ts";

const KEEP_DAYS = 30;

/** Under the name `job`. False when another run waits already. Like the lock, the place is never given back: whose run has started has left it.
 * The place first, then the state: a crash in between leaves a running attempt, which its own retry takes up. */
export async function enterQueue(
  ledger: Ledger,
  run: RunItem,
  job: string,
  event: string,
  behind: string,
): Promise<boolean> {
  const ref = parseRunId(run.runId);
  if (!ref) return false;
  const other = await takePlace(ledger, run, job, event, undefined);
  if (other !== undefined) {
    if (!(await hasLeft(ledger, other, behind))) return false;
    if ((await takePlace(ledger, run, job, event, other)) !== undefined) return false;
  }
  return putBack(ledger, ref, run, behind);
}

/** Returns the run that has the place instead. */
async function takePlace(
  ledger: Ledger,
  run: RunItem,
  job: string,
  event: string,
  from: string | undefined,
): Promise<string | undefined> {
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...queueKey(job) }),
    UpdateExpression: "SET #owner = :me, #event = :event, #expiresAt = :expires",
    ConditionExpression: `attribute_not_exists(#pk) OR #owner = :me${from === undefined ? "" : " OR #owner = :from"}`,
    ExpressionAttributeValues: {
      ":me": marshal(run.runId),
      ":event": marshal(event),
      ":expires": marshal(expirySeconds(ledger.clock.now(), KEEP_DAYS)),
      ...(from === undefined ? {} : { ":from": marshal(from) }),
    },
  });
  if (answer.held) return undefined;
  return new PlainReader(answer.item ? unmarshalItem(answer.item) : {}).text("owner") ?? "";
}

/** One that runs without being the run that goes on is about to wait, or to take its turn. */
async function hasLeft(ledger: Ledger, runId: string, goingOn: string): Promise<boolean> {
  if (runId === goingOn) return true;
  const run = await findRun(ledger, runId);
  if (run?.state === "running") return (run.leaseUntil ?? 0) < ledger.clock.now();
  return run?.state !== "pending";
}

/** The attempt that found the job busy was none: it is taken off the run's list, and anybody may claim the run. Its claim
 * stays on the item, so that the same request does not take the run again when it arrives a second time. */
async function putBack(ledger: Ledger, ref: RunRef, run: RunItem, behind: string): Promise<boolean> {
  const isFirst = run.attempt === 1 ? ", #startedAt" : "";
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(ref) }),
    UpdateExpression:
      "SET #state = :pending, #reason = :reason, #requestedAt = :now, #attempt = :before " +
      `REMOVE #attempts[${run.attempt - 1}], #leaseUntil, #requestId${isFirst}`,
    ConditionExpression: "#state = :running AND #claim = :claim",
    ExpressionAttributeValues: marshalItem({
      ":reason": `queued behind ${behind}`,
      ":now": ledger.clock.now(),
      ":before": run.attempt - 1,
      ":claim": run.claim ?? "",
    }),
  });
  return answer.held;
}
