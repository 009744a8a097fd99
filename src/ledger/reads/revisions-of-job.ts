// What was in force of a job's schedules, oldest first within each schedule.
import type { Item } from "../dynamo.ts";
import { marshal } from "../items/attribute-value.ts";
import { parseRevision, type Revision } from "../items/revision-item.ts";
import { partitionOf } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

export async function revisionsOfJob(ledger: Ledger, job: string): Promise<readonly Revision[]> {
  const revisions: Revision[] = [];
  let from: Item | undefined;
  do {
    const answer = await send(ledger, "Query", {
      KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :rev)",
      ExpressionAttributeValues: { ":pk": marshal(partitionOf(job)), ":rev": marshal("REV#") },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const items = (answer["Items"] ?? []) as Item[];
    revisions.push(...items.map(parseRevision).filter((revision) => revision !== undefined));
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from);
  return revisions;
}
