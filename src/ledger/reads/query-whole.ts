// All that a Query finds, page after page; read strongly unless it says otherwise, as it must of an index.
import type { Item } from "../dynamo.ts";
import { type Ledger, send } from "../ledger.ts";

export async function queryWhole(ledger: Ledger, query: Readonly<Record<string, unknown>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const answer = await send(ledger, "Query", {
      ConsistentRead: true,
      ...query,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    items.push(...((answer["Items"] ?? []) as Item[]));
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from);
  return items;
}
