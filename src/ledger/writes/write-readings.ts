// Keeps what was read of the cloud, so that the next plan need not ask again: last writer wins, a torn text counts as none.
import { readingsItems } from "../items/readings-item.ts";
import { type Ledger, send } from "../ledger.ts";

/** The first part goes last: it says what the others must be. */
export async function writeReadings(ledger: Ledger, text: string): Promise<void> {
  for (const item of readingsItems(text).toReversed()) await send(ledger, "PutItem", { Item: item });
}
