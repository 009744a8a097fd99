// What sync put in force, and since when.
import type { Item } from "../dynamo.ts";
import { marshalItem } from "../items/attribute-value.ts";
import { type Revision, revisionMembers } from "../items/revision-item.ts";
import { revisionKey, revisionOrder } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

/** One row for each change of a schedule: created, updated, disabled, deleted. Writing one again changes nothing. */
export async function recordRevision(ledger: Ledger, revision: Revision): Promise<void> {
  await send(ledger, "PutItem", { Item: revisionItem(revision) });
}

export function revisionItem(revision: Revision): Item {
  const { job, schedule, fromAt } = revision;
  const keys = { ...revisionKey(job, schedule, fromAt), ...revisionOrder(job, schedule, fromAt) };
  return marshalItem({ ...keys, ...revisionMembers(revision) });
}
