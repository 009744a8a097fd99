// The sync lock: one command at a time changes an environment. It ends by itself when its holder dies, and has a fence.
import { marshal, marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { SYNC_LOCK } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

export interface SyncLock {
  /** Of one command alone. */
  readonly owner: string;
  readonly by: string;
  /** What the holder does: `lamp sync`. */
  readonly what: string;
  /** Raised with every change of hands, and never goes back. */
  readonly fence: number;
  readonly since: number;
  readonly leaseUntil: number;
  /** An earlier holder died, and what it put in force may not be on record: true until somebody gives it back settled. */
  readonly unsettled: boolean;
  /** Nobody had it before, since there is a ledger. */
  readonly isFirst: boolean;
}

export type LockAnswer =
  | { readonly kind: "taken"; readonly lock: SyncLock }
  | { readonly kind: "held"; readonly lock: SyncLock }
  /** A later version of lamp has changed this environment, and what it wrote may be beyond this one. */
  | { readonly kind: "newer"; readonly format: number };

/** Raised with what an earlier version must not write beside. */
export const LEDGER_FORMAT = 1;

/** Twice a holder may miss its beat; a killed one blocks others no longer than this. */
export const SYNC_LEASE_MS = 60_000;

export async function takeSyncLock(
  ledger: Ledger,
  { owner, by, what }: Pick<SyncLock, "owner" | "by" | "what">,
): Promise<LockAnswer> {
  const now = ledger.clock.now();
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...SYNC_LOCK }),
    UpdateExpression:
      "SET #owner = :owner, #by = :by, #what = :what, #since = :now, #leaseUntil = :lease, #fence = if_not_exists(#fence, :zero) + :one, #first = if_not_exists(#first, :owner), #format = :format",
    ConditionExpression:
      "(attribute_not_exists(#format) OR #format <= :format) AND (attribute_not_exists(#owner) OR #leaseUntil < :now OR #owner = :owner)",
    ExpressionAttributeValues: marshalItem({
      ":owner": owner,
      ":by": by,
      ":what": what,
      ":now": now,
      ":lease": now + SYNC_LEASE_MS,
      ":zero": 0,
      ":one": 1,
      ":format": LEDGER_FORMAT,
    }),
    ReturnValues: "ALL_OLD",
  });
  const item = answer.held ? answer.answer["Attributes"] : answer.item;
  const read = new PlainReader(unmarshalItem((item ?? {}) as Parameters<typeof unmarshalItem>[0]));
  const earlier = lockIn(read, owner);
  const format = read.number("format") ?? LEDGER_FORMAT;
  if (!answer.held && format > LEDGER_FORMAT) return { kind: "newer", format };
  if (!answer.held) return { kind: "held", lock: earlier };
  const lock = { owner, by, what, fence: earlier.fence + 1, since: now, leaseUntil: now + SYNC_LEASE_MS };
  // A holder that ended well leaves no owner behind.
  const unsettled = earlier.unsettled || earlier.owner !== "";
  return { kind: "taken", lock: { ...lock, unsettled, isFirst: earlier.isFirst } };
}

/** undefined when somebody else has it: its lease had run out, or it was released. */
export async function renewSyncLock(ledger: Ledger, lock: SyncLock): Promise<SyncLock | undefined> {
  const leaseUntil = ledger.clock.now() + SYNC_LEASE_MS;
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...SYNC_LOCK }),
    UpdateExpression: "SET #leaseUntil = :lease",
    ...ifStill(lock, { ":lease": leaseUntil }),
  });
  return answer.held ? { ...lock, leaseUntil } : undefined;
}

/** The fence stays, so that it never goes back. Nothing happens when the lock is somebody else's by now. */
export async function releaseSyncLock(ledger: Ledger, lock: SyncLock): Promise<void> {
  await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...SYNC_LOCK }),
    UpdateExpression: lock.unsettled
      ? "SET #unsettled = :yes REMOVE #owner, #leaseUntil"
      : "REMOVE #owner, #leaseUntil, #unsettled",
    ...ifStill(lock, lock.unsettled ? { ":yes": true } : {}),
  });
}

/** The owner alone: a request to take the lock that arrived twice has raised the fence twice, and is still one holder's. */
const ifStill = ({ owner }: SyncLock, more: Readonly<Record<string, number | boolean>>) => ({
  ConditionExpression: "#owner = :owner",
  ExpressionAttributeValues: { ...marshalItem(more), ":owner": marshal(owner) },
});

const lockIn = (read: PlainReader, asker: string): SyncLock => ({
  owner: read.text("owner") ?? "",
  by: read.text("by") ?? "somebody",
  what: read.text("what") ?? "a sync",
  fence: read.number("fence") ?? 0,
  since: read.number("since") ?? 0,
  leaseUntil: read.number("leaseUntil") ?? 0,
  unsettled: read.flag("unsettled"),
  // Taken in a request that arrived twice, it is the asker's own already.
  isFirst: [asker, ""].includes(read.text("first") ?? ""),
});
