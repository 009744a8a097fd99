// Which existing functions were told to send their records to us: they have no tags of ours, so nothing else finds them again.
import type { Item } from "./dynamo.ts";
import { marshalItem, unmarshalItem } from "./items/attribute-value.ts";
import { RECORDED_FUNCTIONS } from "./keys.ts";
import { type Ledger, send } from "./ledger.ts";

/** `<function>:<alias or version>`. */
export async function writeRecordedFunctions(ledger: Ledger, names: readonly string[]): Promise<void> {
  await send(ledger, "PutItem", { Item: marshalItem({ ...RECORDED_FUNCTIONS, names: [...names].sort() }) });
}

export function recordedFunctionsIn(item: Item | undefined): readonly string[] {
  const names = item && unmarshalItem(item)["names"];
  return Array.isArray(names) ? names.map(String) : [];
}
