// The run of a job that waits for its turn, as the event that starts it.
import type { Item } from "../dynamo.ts";
import { marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { queueKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";
import { findRun } from "./find-run.ts";

/** Read strongly: what entered the queue before a run ended is seen when it has. */
export async function nextInQueue(ledger: Ledger, job: string): Promise<string | undefined> {
  const answer = await send(ledger, "GetItem", { Key: marshalItem({ ...queueKey(job) }), ConsistentRead: true });
  if (!answer["Item"]) return undefined;
  const read = new PlainReader(unmarshalItem(answer["Item"] as Item));
  const run = await findRun(ledger, read.text("owner") ?? "");
  return run?.state === "pending" ? read.text("event") : undefined;
}
