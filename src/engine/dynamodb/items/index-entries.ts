// An index's entries hold only keys: what is read through an index is the table's own item, cut to the projection.
import type { Store } from "../../store.ts";
import { type Index, projectedNames, type Table } from "../tables/table.ts";
import type { TableStore } from "../tables/table-store.ts";
import { attributeOf, type Item, typeOf } from "../values/attribute-value.ts";
import { equalValues } from "../values/equality.ts";
import { itemSize } from "../values/item-size.ts";
import { keyBytes, partitionBytes } from "../values/key-bytes.ts";
import { checkIndexKey, type KeyBytes } from "./item-key.ts";
import type { Stored } from "./item-store.ts";

/** For the consumed capacity: bytes of each entry written, one for an addition, change or removal, two for a move. */
export interface IndexWrite {
  readonly index: Index;
  readonly sizes: readonly number[];
}

const NO_RANGE = new Uint8Array(0);

export function writeIndexEntries(
  store: Store,
  tables: TableStore,
  table: Table,
  key: KeyBytes,
  before: Stored | undefined,
  after: Stored | undefined,
): IndexWrite[] {
  const writes: IndexWrite[] = [];
  for (const index of table.indexes) {
    if (after) checkIndexKeys(index, before?.item, after.item);
    const wasIn = before !== undefined && belongs(index, before.item);
    const isIn = after !== undefined && belongs(index, after.item);
    if (!wasIn && !isIn) continue;
    const oldSize = wasIn ? entrySize(table, index, before) : 0;
    const newSize = isIn ? entrySize(table, index, after) : 0;
    const moved = !(wasIn && isIn && sameKey(index, before.item, after.item));
    if (moved) {
      if (wasIn) removeEntry(store, index, before.item, key);
      if (isIn) addEntry(store, index, after.item, key);
    }
    tables.addCount(index.id, (isIn ? 1 : 0) - (wasIn ? 1 : 0), newSize - oldSize);
    // Developer Guide, global secondary indexes: what changes nothing that the index holds is no write of it.
    if (!moved && sameEntry(table, index, before.item, after.item)) continue;
    const sizes = moved ? [oldSize, newSize].filter((size) => size > 0) : [Math.max(oldSize, newSize)];
    writes.push({ index, sizes });
  }
  return writes;
}

/** Sparse: an item is in an index when it has all its key attributes, of the right types. */
export function belongs({ key }: Index, item: Item): boolean {
  return (key.range ? [key.hash, key.range] : [key.hash]).every(({ name, type }) => {
    const value = attributeOf(item, name);
    return value !== undefined && typeOf(value) === type && keyBytes(value).length > 0;
  });
}

/** A wrong value is refused when written; one that was there before the index keeps the item out of it, no more. */
export function checkIndexKeys({ key, name }: Index, before: Item | undefined, after: Item): void {
  for (const attribute of key.range ? [key.hash, key.range] : [key.hash]) {
    const value = attributeOf(after, attribute.name);
    if (value && value !== (before && attributeOf(before, attribute.name))) checkIndexKey(name, attribute, value);
  }
}

export function addEntry(store: Store, index: Index, item: Item, key: KeyBytes): void {
  const sql = "INSERT INTO ddb_index (idx, pk, sk, tpk, tsk) VALUES (?, ?, ?, ?, ?)";
  const entry = entryBytes(index, item);
  store.run(sql, index.id, entry.pk, entry.sk, key.pk, key.sk);
}

function removeEntry(store: Store, index: Index, item: Item, key: KeyBytes): void {
  const sql = "DELETE FROM ddb_index WHERE idx = ? AND pk = ? AND sk = ? AND tpk = ? AND tsk = ?";
  const entry = entryBytes(index, item);
  store.run(sql, index.id, entry.pk, entry.sk, key.pk, key.sk);
}

export function entrySize(table: Table, index: Index, { item, size }: Stored): number {
  const names = projectedNames(table, index);
  if (!names) return size;
  return itemSize(Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name))));
}

function entryBytes({ key }: Index, item: Item): KeyBytes {
  const hash = attributeOf(item, key.hash.name);
  const range = key.range && attributeOf(item, key.range.name);
  if (!hash) throw new TypeError(`an index entry without ${key.hash.name}`);
  return { pk: partitionBytes(hash), sk: range ? keyBytes(range) : NO_RANGE };
}

function sameEntry(table: Table, index: Index, before: Item, after: Item): boolean {
  const names = projectedNames(table, index) ?? new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => {
    const one = attributeOf(before, name);
    const two = attributeOf(after, name);
    return one === two || (one !== undefined && two !== undefined && equalValues(one, two));
  });
}

function sameKey({ key }: Index, before: Item, after: Item): boolean {
  return (key.range ? [key.hash, key.range] : [key.hash]).every(({ name }) => {
    const one = attributeOf(before, name);
    const two = attributeOf(after, name);
    return one !== undefined && two !== undefined && equalValues(one, two);
  });
}
