// The pauses of all jobs, by job, those that have ended by themselves included.
import type { Item } from "../dynamo.ts";
import { marshal } from "../items/attribute-value.ts";
import { type Pause, parsePause } from "../items/pause-item.ts";
import { PAUSE_PREFIX, SYNC_PARTITION } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

/** One query: they lie in one partition. */
export async function readPauses(ledger: Ledger): Promise<ReadonlyMap<string, Pause>> {
  const pauses = new Map<string, Pause>();
  let from: Item | undefined;
  do {
    const answer = await send(ledger, "Query", {
      KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :pause)",
      ExpressionAttributeValues: { ":pk": marshal(SYNC_PARTITION), ":pause": marshal(PAUSE_PREFIX) },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    for (const item of (answer["Items"] ?? []) as Item[]) {
      const pause = parsePause(item);
      if (pause) pauses.set(pause.job, pause);
    }
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from);
  return pauses;
}
