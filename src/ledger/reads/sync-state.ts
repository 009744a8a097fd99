// All that planning asks of the ledger, in one query: the last sync, the pauses, and what was read of the cloud.
import type { AttributeValue, Item } from "../dynamo.ts";
import { marshal } from "../items/attribute-value.ts";
import { type Pause, parsePause } from "../items/pause-item.ts";
import { isReadingsItem, readingsText } from "../items/readings-item.ts";
import { PAUSE_PREFIX, SYNC_PARTITION, SYNC_RECORD } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";
import { parseSyncRecord, type SyncRecord } from "../sync-record.ts";

export interface SyncState {
  readonly record: SyncRecord | undefined;
  /** By job, those that have ended by themselves included. */
  readonly pauses: ReadonlyMap<string, Pause>;
  /** As written last; undefined where none was kept or it is damaged. */
  readonly readings: string | undefined;
}

export async function readSyncState(ledger: Ledger): Promise<SyncState> {
  const items = await wholePartition(ledger);
  const record = items.find(({ sk }) => textIn(sk) === SYNC_RECORD.sk);
  const pauses = items
    .filter(({ sk }) => textIn(sk).startsWith(PAUSE_PREFIX))
    .map(parsePause)
    .filter((pause) => pause !== undefined);
  return {
    record: record && parseSyncRecord(record),
    pauses: new Map(pauses.map((pause) => [pause.job, pause])),
    readings: readingsText(items.filter(isReadingsItem)),
  };
}

async function wholePartition(ledger: Ledger): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const answer = await send(ledger, "Query", {
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeValues: { ":pk": marshal(SYNC_PARTITION) },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    items.push(...((answer["Items"] ?? []) as Item[]));
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from);
  return items;
}

const textIn = (value: AttributeValue | undefined): string => (value && "S" in value ? value.S : "");
