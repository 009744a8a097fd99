// What sync put in force of every job: a few pages of one partition of the index.
import { marshal } from "../items/attribute-value.ts";
import { parseRevision, type Revision } from "../items/revision-item.ts";
import { REVISIONS_DAY } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryWhole } from "./query-whole.ts";

/** By job. Eventually consistent, as every global index is (DynamoDB guide, "Read consistency"). */
export async function allRevisions(ledger: Ledger): Promise<ReadonlyMap<string, readonly Revision[]>> {
  const items = await queryWhole(ledger, {
    IndexName: "recent",
    KeyConditionExpression: "#day = :day",
    ExpressionAttributeValues: { ":day": marshal(REVISIONS_DAY) },
    ConsistentRead: false,
  });
  const revisions = items.map(parseRevision).filter((revision) => revision !== undefined);
  return Map.groupBy(revisions, ({ job }) => job);
}
