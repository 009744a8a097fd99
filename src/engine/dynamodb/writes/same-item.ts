// Finds two requests for one item, which no batch and no transaction may hold.

import type { KeyBytes } from "../items/item-key.ts";
import type { Table } from "../tables/table.ts";

export function namesOneItemTwice(places: readonly { readonly table: Table; readonly key: KeyBytes }[]): boolean {
  const seen = new Set<string>();
  for (const { table, key } of places) {
    const pk = Buffer.from(key.pk).toString("base64");
    seen.add(`${table.id}/${pk}/${Buffer.from(key.sk).toString("base64")}`);
  }
  return seen.size < places.length;
}
