// The run of a job that waits in its queue although nothing it could wait for is going on.
import type { Item } from "../dynamo.ts";
import { marshalItem, unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { type ItemKey, lockKey, queueKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";
import { findRun } from "./find-run.ts";

export interface Stranded {
  readonly runId: string;
  /** Starts it. */
  readonly event: string;
}

/** Whoever ends has this long to start the next one itself; Lambda's own retries of a crashed run come within it too. */
const PATIENCE_MS = 5 * 60_000;

export async function strandedInQueue(ledger: Ledger, job: string): Promise<Stranded | undefined> {
  const now = ledger.clock.now();
  const queue = await readItem(ledger, queueKey(job));
  const [runId, event] = [queue?.text("owner"), queue?.text("event")];
  if (runId === undefined || event === undefined) return undefined;
  const waiting = await findRun(ledger, runId);
  if (waiting?.state !== "pending" || (waiting.requestedAt ?? now) + PATIENCE_MS > now) return undefined;
  const holder = (await readItem(ledger, lockKey(job)))?.text("owner");
  const going = holder === undefined || holder === runId ? undefined : await findRun(ledger, holder);
  const overAt = going?.state === "running" ? (going.leaseUntil ?? 0) : (going?.endedAt ?? 0);
  return overAt + PATIENCE_MS > now ? undefined : { runId, event };
}

async function readItem(ledger: Ledger, key: ItemKey): Promise<PlainReader | undefined> {
  const answer = await send(ledger, "GetItem", { Key: marshalItem({ ...key }), ConsistentRead: true });
  return answer["Item"] ? new PlainReader(unmarshalItem(answer["Item"] as Item)) : undefined;
}
