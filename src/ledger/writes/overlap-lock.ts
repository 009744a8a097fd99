// One run of a job at a time: a lock that names the run holding it, taken after the claim.
import { marshal, marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import type { RunItem } from "../items/run-item.ts";
import { lockKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { findRun } from "../reads/find-run.ts";
import { expirySeconds } from "./expiry.ts";

export interface LockHeld {
  readonly kind: "held";
  /** The run that is going on, and when it can no longer be. */
  readonly by: string;
  readonly until: number;
}

export type LockResult = { readonly kind: "acquired" } | LockHeld;

interface Holder {
  readonly owner: string;
  readonly fence: number;
}

/** Two takers of a lock that a finished run left behind can refuse each other this often before one gives way. */
const TRIES = 4;
const KEEP_DAYS = 30;

/** The lock is never given back: who finds it held looks whether its owner still runs. That saves each run a write,
 * and a crash leaves nothing behind. `job`: under whose name they take turns. Safe because a run claims first: a live owner always shows as running. */
export async function acquireOverlapLock(ledger: Ledger, run: RunItem, job = run.job): Promise<LockResult> {
  let holder = await takeLock(ledger, run, job, undefined);
  for (let tries = 0; holder && tries < TRIES; tries++) {
    const until = await runsUntil(ledger, holder.owner);
    if (until !== undefined) return { kind: "held", by: holder.owner, until };
    holder = await takeLock(ledger, run, job, holder);
  }
  return holder ? { kind: "held", by: holder.owner, until: ledger.clock.now() } : { kind: "acquired" };
}

/** Returns the one who has it instead; `from` is the owner found dead. */
async function takeLock(
  ledger: Ledger,
  run: RunItem,
  job: string,
  from: Holder | undefined,
): Promise<Holder | undefined> {
  const now = ledger.clock.now();
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...lockKey(job) }),
    UpdateExpression:
      "SET #owner = :me, #leaseUntil = :lease, #fence = if_not_exists(#fence, :zero) + :one, #expiresAt = :expires",
    ConditionExpression:
      "attribute_not_exists(#pk) OR #owner = :me OR #leaseUntil < :now" +
      (from ? " OR (#owner = :from AND #fence = :fence)" : ""),
    ExpressionAttributeValues: {
      ":me": marshal(run.runId),
      ":lease": marshal(run.leaseUntil ?? now),
      ":zero": marshal(0),
      ":one": marshal(1),
      ":now": marshal(now),
      ":expires": marshal(expirySeconds(now, KEEP_DAYS)),
      ...(from ? { ":from": marshal(from.owner), ":fence": marshal(from.fence) } : {}),
    },
  });
  if (answer.held) return undefined;
  const read = new PlainReader(answer.item ? unmarshalItem(answer.item) : {});
  return { owner: read.text("owner") ?? "", fence: read.number("fence") ?? 0 };
}

/** An attempt that timed out is recorded shortly before its deadline, and lives until then. */
async function runsUntil(ledger: Ledger, runId: string): Promise<number | undefined> {
  const run = await findRun(ledger, runId);
  const mayLive = run?.state === "running" || run?.attempts.at(-1)?.outcome === "timed out";
  const until = run?.leaseUntil ?? 0;
  return mayLive && until >= ledger.clock.now() ? until : undefined;
}
