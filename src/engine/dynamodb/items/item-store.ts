// Items in the store, with their index entries, expiry and counts: written together or not at all.
import type { Store } from "../../store.ts";
import { invalid } from "../invalid.ts";
import type { Table } from "../tables/table.ts";
import type { TableStore } from "../tables/table-store.ts";
import type { Item } from "../values/attribute-value.ts";
import { itemSize, LARGEST_ITEM } from "../values/item-size.ts";
import { packItem, unpackItem } from "../values/stored-item.ts";
import { ExpiryStore, expiryOf } from "./expiry-store.ts";
import { type IndexWrite, writeIndexEntries } from "./index-entries.ts";
import type { KeyBytes } from "./item-key.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ddb_item (
  tbl INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL,
  PRIMARY KEY (tbl, pk, sk)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ddb_index (
  idx INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL, tpk BLOB NOT NULL, tsk BLOB NOT NULL,
  PRIMARY KEY (idx, pk, sk, tpk, tsk)
) WITHOUT ROWID;
`;

/** An item as it is kept: its packed text, and its bytes as DynamoDB counts them. */
export interface ItemRow {
  readonly item: string;
  readonly size: number;
}

export interface Stored {
  readonly item: Item;
  readonly size: number;
}

export class ItemStore {
  readonly store: Store;
  readonly expiry: ExpiryStore;
  readonly #tables: TableStore;

  constructor(store: Store, tables: TableStore) {
    this.store = store;
    this.#tables = tables;
    store.define(SCHEMA);
    this.expiry = new ExpiryStore(store);
  }

  bytesOfPartition(table: Table, pk: Uint8Array): number {
    const sql = "SELECT coalesce(sum(size), 0) AS bytes FROM ddb_item WHERE tbl = ? AND pk = ?";
    return this.store.get<{ bytes: number }>(sql, table.id, pk)?.bytes ?? 0;
  }

  get(table: Table, key: KeyBytes): Stored | undefined {
    const row = this.read(table, key);
    return row && { item: unpackItem(row.item), size: row.size };
  }

  /** As it is kept. */
  read(table: Table, { pk, sk }: KeyBytes): ItemRow | undefined {
    return this.store.get<ItemRow>(
      "SELECT item, size FROM ddb_item WHERE tbl = ? AND pk = ? AND sk = ?",
      table.id,
      pk,
      sk,
    );
  }

  /** Replaces `before`, which is what is stored now; says which indexes it had to write. */
  put(table: Table, key: KeyBytes, before: Stored | undefined, item: Item, tooLarge: string): [Stored, IndexWrite[]] {
    const after = { item, size: itemSize(item) };
    if (after.size > LARGEST_ITEM) invalid(tooLarge);
    this.store.run(
      "INSERT INTO ddb_item (tbl, pk, sk, item, size) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tbl, pk, sk) DO UPDATE SET item = excluded.item, size = excluded.size",
      table.id,
      key.pk,
      key.sk,
      packItem(item),
      after.size,
    );
    return [after, this.#follow(table, key, before, after)];
  }

  remove(table: Table, key: KeyBytes, before: Stored): IndexWrite[] {
    this.store.run("DELETE FROM ddb_item WHERE tbl = ? AND pk = ? AND sk = ?", table.id, key.pk, key.sk);
    return this.#follow(table, key, before, undefined);
  }

  /** All items of a table, for building an index or the expiry of what is there. */
  *every(table: Table): IterableIterator<Stored & { readonly key: KeyBytes }> {
    const rows = this.store.all<{ pk: Uint8Array; sk: Uint8Array }>(
      "SELECT pk, sk FROM ddb_item WHERE tbl = ?",
      table.id,
    );
    for (const key of rows) {
      const stored = this.get(table, key);
      if (stored) yield { ...stored, key };
    }
  }

  removeAll(table: Table): void {
    this.store.run("DELETE FROM ddb_item WHERE tbl = ?", table.id);
    this.expiry.forget(table.id);
    this.#tables.dropCount(table.id);
    for (const index of table.indexes) this.removeIndex(index.id);
  }

  removeIndex(id: number): void {
    this.store.run("DELETE FROM ddb_index WHERE idx = ?", id);
    this.#tables.dropCount(id);
  }

  #follow(table: Table, key: KeyBytes, before: Stored | undefined, after: Stored | undefined): IndexWrite[] {
    this.#tables.addCount(table.id, (after ? 1 : 0) - (before ? 1 : 0), (after?.size ?? 0) - (before?.size ?? 0));
    const expiresAt = after && expiryOf(table, after.item);
    const expiredAt = before && expiryOf(table, before.item);
    if (expiresAt !== expiredAt) this.expiry.move(table.id, key, expiredAt, expiresAt);
    return writeIndexEntries(this.store, this.#tables, table, key, before, after);
  }
}
