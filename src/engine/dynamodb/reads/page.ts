// One page of a Query or Scan: read until the limit or 1 MB, filter, cut, and say where the next begins.

import { WrittenValue } from "../../written-value.ts";
import { keyOf } from "../items/item-key.ts";
import type { ItemRow } from "../items/item-store.ts";
import { type Index, projectedNames, type Table } from "../tables/table.ts";
import type { Item, MutableItem } from "../values/attribute-value.ts";
import { itemSize } from "../values/item-size.ts";
import { unpackItem, wireText } from "../values/stored-item.ts";
import { type Projector, WHOLE } from "./projector.ts";

interface PageRequest {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly limit: number | undefined;
  readonly filter: ((item: Item) => boolean) | undefined;
  readonly cut: Projector;
  readonly countOnly: boolean;
  /** Reads attributes that a global index does not hold: only a local one may. */
  readonly wholeItems: boolean;
}

export interface Page {
  readonly items: readonly Item[] | WrittenValue;
  readonly count: number;
  readonly scanned: number;
  readonly bytes: number;
  readonly lastKey: MutableItem | undefined;
}

/** "A single Query operation can retrieve a maximum of 1 MB of data", counted before the filter. */
const LARGEST_PAGE = 1024 * 1024;

export function readPage(rows: IterableIterator<ItemRow>, request: PageRequest): Page {
  const { table, index, limit, filter, cut, countOnly } = request;
  const names = index && !request.wholeItems ? projectedNames(table, index) : undefined;
  // Then an item is sent as it is kept, and need not be read.
  const isWhole = !filter && !names && (countOnly || cut === WHOLE);
  const items: Item[] = [];
  const texts: string[] = [];
  let [count, scanned, bytes] = [0, 0, 0];
  let last: ItemRow | undefined;
  let full = false;
  for (const row of rows) {
    const kept = isWhole ? undefined : unpackItem(row.item);
    const item = kept && projected(kept, names);
    const size = names && item ? itemSize(item) : row.size;
    if (scanned > 0 && bytes + size > LARGEST_PAGE) {
      full = true;
      break;
    }
    scanned++;
    bytes += size;
    last = row;
    full = scanned === limit;
    // What a local index does not hold is fetched from the table (API Reference, Scan: Select).
    if (filter && kept && item && !filter(index?.kind === "LOCAL" ? kept : item)) continue;
    count++;
    if (countOnly) continue;
    if (item) items.push(cut(item));
    else texts.push(wireText(row.item));
  }
  return {
    items: isWhole ? new WrittenValue(`[${texts.join(",")}]`) : items,
    ...{ count, scanned, bytes },
    lastKey: full && last ? lastKeyOf(last, request, names) : undefined,
  };
}

function lastKeyOf(
  { item }: ItemRow,
  { table, index }: PageRequest,
  names: ReadonlySet<string> | undefined,
): MutableItem {
  return keyOf(index ? [table.key, index.key] : [table.key], projected(unpackItem(item), names));
}

function projected(item: Item, names: ReadonlySet<string> | undefined): Item {
  if (!names) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
