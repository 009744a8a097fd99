// What was in force of a job's schedules, oldest first within each schedule.
import { marshal } from "../items/attribute-value.ts";
import { parseRevision, type Revision } from "../items/revision-item.ts";
import { partitionOf } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryWhole } from "./query-whole.ts";

export async function revisionsOfJob(ledger: Ledger, job: string): Promise<readonly Revision[]> {
  const items = await queryWhole(ledger, {
    KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :rev)",
    ExpressionAttributeValues: { ":pk": marshal(partitionOf(job)), ":rev": marshal("REV#") },
  });
  return items.map(parseRevision).filter((revision) => revision !== undefined);
}
