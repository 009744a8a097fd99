// What the last complete sync made: the fingerprint of what was desired, so that drift can be told from an edit.
import type { Item } from "./dynamo.ts";
import { marshalItem, unmarshalItem } from "./items/attribute-value.ts";
import { SYNC_RECORD } from "./keys.ts";
import { type Ledger, send } from "./ledger.ts";

export interface SyncRecord {
  readonly desiredFingerprint: string;
  readonly at: number;
  readonly by: string;
}

export async function writeSyncRecord(ledger: Ledger, record: SyncRecord): Promise<void> {
  await send(ledger, "PutItem", { Item: marshalItem({ ...SYNC_RECORD, ...record }) });
}

export function parseSyncRecord(item: Item): SyncRecord {
  const { desiredFingerprint, at, by } = unmarshalItem(item);
  return { desiredFingerprint: String(desiredFingerprint), at: Number(at), by: String(by) };
}
