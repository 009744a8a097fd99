// One run by its id, which says where its item lies.
import type { Item } from "../dynamo.ts";
import { marshalItem } from "../items/attribute-value.ts";
import { parseRunItem, type RunItem } from "../items/run-item.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

/** undefined when the text is no run id, or no such run was recorded. Read strongly: a run just asked for is there. */
export async function findRun(ledger: Ledger, runId: string): Promise<RunItem | undefined> {
  const ref = parseRunId(runId);
  if (!ref) return undefined;
  const answer = await send(ledger, "GetItem", { Key: marshalItem({ ...runItemKey(ref) }), ConsistentRead: true });
  return answer["Item"] ? parseRunItem(answer["Item"] as Item) : undefined;
}
