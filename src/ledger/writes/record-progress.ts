// How far a running attempt is, for those who watch; only the attempt that holds the run may say so.
import type { Item } from "../dynamo.ts";
import { marshal, marshalItem } from "../items/attribute-value.ts";
import { type Progress, parseRunItem, type RunItem } from "../items/run-item.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

/** The run as it is now; undefined when it is no longer this attempt's. */
export async function recordProgress(ledger: Ledger, run: RunItem, progress: Progress): Promise<RunItem | undefined> {
  const ref = parseRunId(run.runId);
  if (!ref) return undefined;
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(ref) }),
    UpdateExpression: "SET #progress = :progress",
    ConditionExpression: "#state = :running AND #claim = :claim",
    ExpressionAttributeValues: {
      ":progress": marshal({ ...progress }),
      ":claim": marshal(run.claim ?? ""),
    },
    ReturnValues: "ALL_NEW",
  });
  return answer.held ? parseRunItem(answer.answer["Attributes"] as Item) : undefined;
}
