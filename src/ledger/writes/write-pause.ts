// Writes and lifts a job's pause: what sync and every list of jobs ask.
import { marshalItem } from "../items/attribute-value.ts";
import type { Pause } from "../items/pause-item.ts";
import { pauseKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

/** A further pause of the same job replaces the one before. */
export async function writePause(ledger: Ledger, pause: Pause): Promise<void> {
  await send(ledger, "PutItem", { Item: marshalItem({ ...pauseKey(pause.job), ...pause }) });
}

export async function liftPause(ledger: Ledger, job: string): Promise<void> {
  await send(ledger, "DeleteItem", { Key: marshalItem({ ...pauseKey(job) }) });
}
