// One page of a Query or Scan: read until the limit or 1 MB, filter, cut, and say where the next begins.

import { keyOf } from "../items/item-key.ts";
import { type Index, projectedNames, type Table } from "../tables/table.ts";
import type { Item, MutableItem } from "../values/attribute-value.ts";
import { itemSize } from "../values/item-size.ts";
import { unpackItem } from "../values/stored-item.ts";
import type { Projector } from "./projector.ts";
import type { ItemRow } from "./row-range.ts";

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
  readonly items: Item[];
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
  const items: Item[] = [];
  let [count, scanned, bytes] = [0, 0, 0];
  let last: (() => Item) | undefined;
  let full = false;
  for (const row of rows) {
    const read = () => projected(unpackItem(row.item), names);
    const counted = countOnly && !filter && !names;
    const whole = counted ? undefined : unpackItem(row.item);
    const item = whole && projected(whole, names);
    const size = names && item ? itemSize(item) : row.size;
    if (scanned > 0 && bytes + size > LARGEST_PAGE) {
      full = true;
      break;
    }
    scanned++;
    bytes += size;
    last = () => item ?? read();
    if (!item) count++;
    // What a local index does not hold is fetched from the table (API Reference, Scan: Select).
    else if (!filter || filter(index?.kind === "LOCAL" ? whole : item)) {
      count++;
      if (!countOnly) items.push(cut(item));
    }
    full = scanned === limit;
  }
  const keys = index ? [table.key, index.key] : [table.key];
  return { items, count, scanned, bytes, lastKey: full && last ? keyOf(keys, last()) : undefined };
}

function projected(item: Item, names: ReadonlySet<string> | undefined): Item {
  if (!names) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
