// Asks a run to stop: a word on its item, which its runtime finds while the handler runs, or before it starts.
import { marshal, marshalItem } from "../items/attribute-value.ts";
import type { CancelRequest } from "../items/cancel-request.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

/** False when there is no such run, or it has ended: nothing was asked. */
export async function requestCancel(
  ledger: Ledger,
  runId: string,
  asked: Pick<CancelRequest, "by" | "reason">,
): Promise<boolean> {
  const ref = parseRunId(runId);
  if (!ref) return false;
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(ref) }),
    // With the generation it is meant for: a redrive afterwards is not cancelled before it starts.
    UpdateExpression: "SET #cancel = :cancel, #cancelGeneration = #generation",
    ConditionExpression: "#state = :pending OR #state = :running",
    ExpressionAttributeValues: {
      ":cancel": marshal({ ...asked, at: ledger.clock.now() }),
    },
  });
  return answer.held;
}
