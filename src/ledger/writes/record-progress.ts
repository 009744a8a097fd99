// How far a running attempt is, for those who watch; only the attempt that holds the run may say so.
import { marshal, marshalItem } from "../items/attribute-value.ts";
import type { Progress, RunItem } from "../items/run-item.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

/** False when the run is no longer this attempt's. */
export async function recordProgress(ledger: Ledger, run: RunItem, progress: Progress): Promise<boolean> {
  const ref = parseRunId(run.runId);
  if (!ref) return false;
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(ref) }),
    UpdateExpression: "SET #progress = :progress",
    ConditionExpression: "#state = :running AND #claim = :claim",
    ExpressionAttributeValues: {
      ":progress": marshal({ ...progress }),
      ":running": marshal("running"),
      ":claim": marshal(run.claim ?? ""),
    },
  });
  return answer.held;
}
