// The pauses of all jobs, by job, those that have ended by themselves included.
import { marshal } from "../items/attribute-value.ts";
import { type Pause, parsePause } from "../items/pause-item.ts";
import { PAUSE_PREFIX, SYNC_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryWhole } from "./query-whole.ts";

/** One query: they lie in one partition. */
export async function readPauses(ledger: Ledger): Promise<ReadonlyMap<string, Pause>> {
  const items = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :pause)",
    ExpressionAttributeValues: { ":pk": marshal(SYNC_PARTITION), ":pause": marshal(PAUSE_PREFIX) },
  });
  const pauses = items.map(parsePause).filter((pause) => pause !== undefined);
  return new Map(pauses.map((pause) => [pause.job, pause]));
}
