// All that planning asks of the ledger, in one query: the last sync, the pauses, and what was read of the cloud.
import type { AttributeValue } from "../dynamo.ts";
import { marshal } from "../items/attribute-value.ts";
import { type Pause, parsePause } from "../items/pause-item.ts";
import { isReadingsItem, readingsText } from "../items/readings-item.ts";
import { parseRename } from "../items/rename-item.ts";
import { PAUSE_PREFIX, RECORDED_FUNCTIONS, RENAME_PREFIX, SYNC_PARTITION, SYNC_RECORD } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { recordedFunctionsIn } from "../recorded-functions.ts";
import { parseSyncRecord, type SyncRecord } from "../sync-record.ts";
import { queryWhole } from "./query-whole.ts";
import type { Renames } from "./renames.ts";

export interface SyncState {
  readonly record: SyncRecord | undefined;
  /** By job, those that have ended by themselves included. */
  readonly pauses: ReadonlyMap<string, Pause>;
  readonly renames: Renames;
  /** Existing functions that were told to send us their records. */
  readonly recorded: readonly string[];
  /** As written last; undefined where none was kept or it is damaged. */
  readonly readings: string | undefined;
}

export async function readSyncState(ledger: Ledger): Promise<SyncState> {
  const items = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeValues: { ":pk": marshal(SYNC_PARTITION) },
  });
  const record = items.find(({ sk }) => textIn(sk) === SYNC_RECORD.sk);
  const pauses = items
    .filter(({ sk }) => textIn(sk).startsWith(PAUSE_PREFIX))
    .map(parsePause)
    .filter((pause) => pause !== undefined);
  const renames = items
    .filter(({ sk }) => textIn(sk).startsWith(RENAME_PREFIX))
    .map(parseRename)
    .filter((rename) => rename !== undefined);
  return {
    record: record && parseSyncRecord(record),
    pauses: new Map(pauses.map((pause) => [pause.job, pause])),
    renames: new Map(renames.map((rename) => [rename.job, rename])),
    recorded: recordedFunctionsIn(items.find(({ sk }) => textIn(sk) === RECORDED_FUNCTIONS.sk)),
    readings: readingsText(items.filter(isReadingsItem)),
  };
}

const textIn = (value: AttributeValue | undefined): string => (value && "S" in value ? value.S : "");
