// Writes down a job's former names: before the first schedule of the new name is made, and once more when the old ones are gone.
import { marshalItem } from "../items/attribute-value.ts";
import type { Rename } from "../items/rename-item.ts";
import { renameKey } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

export async function writeRename(ledger: Ledger, rename: Rename): Promise<void> {
  await send(ledger, "PutItem", { Item: marshalItem({ ...renameKey(rename.job), ...rename }) });
}
