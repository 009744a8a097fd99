// Takes one thing out of what is remembered of the cloud, before an act of ours changes it where no page of a listing shows it.
import { decodeReadings, encodeReadings } from "../aws/observe/readings.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readSyncState } from "../ledger/reads/sync-state.ts";
import { writeReadings } from "../ledger/writes/write-readings.ts";

/** `key` as resourceKey makes it. */
export async function forgetReading(ledger: Ledger, key: string): Promise<void> {
  const known = decodeReadings((await readSyncState(ledger)).readings);
  const details = new Map(known.details);
  if (details.delete(key)) await writeReadings(ledger, encodeReadings({ ...known, details }));
}
