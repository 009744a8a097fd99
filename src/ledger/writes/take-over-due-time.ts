// A due time that a job's former name may still deliver: whoever comes first has it, under one name or the other.
import { marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { type RunRef, runIdOf, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";
import { expirySeconds } from "./expiry.ts";

/** False when the due time ran, or is running, under that name. What is written in its place is no run, shows in no
 * history, and can be claimed by nobody: a delivery of the former name that comes after is a duplicate. */
export async function takeOverDueTime(ledger: Ledger, run: RunRef, former: string, keepDays: number): Promise<boolean> {
  const me = runIdOf(run);
  const answer = await sendConditional(ledger, "PutItem", {
    Item: marshalItem({
      ...runItemKey({ ...run, job: former }),
      movedTo: me,
      expiresAt: expirySeconds(ledger.clock.now(), keepDays),
    }),
    // What the watcher noted as missed is no run.
    ConditionExpression: "attribute_not_exists(#pk) OR #state = :missed",
  });
  if (answer.held) return true;
  // Our own, of an earlier delivery or try of the same run.
  return answer.item !== undefined && new PlainReader(unmarshalItem(answer.item)).text("movedTo") === me;
}
