// When items expire, earliest first, for the tables that have TTL on.
import type { Store } from "../../store.ts";
import type { Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import type { KeyBytes } from "./item-key.ts";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ddb_expiry (
  at INTEGER NOT NULL, tbl INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL, PRIMARY KEY (at, tbl, pk, sk)
) WITHOUT ROWID;
`;

interface Expired extends KeyBytes {
  readonly tbl: number;
  readonly at: number;
}

/** Epoch seconds; undefined when the item never expires. Anything but a Number is ignored ("Time to Live", format). */
export function expiryOf(table: Table, item: Item): number | undefined {
  const value = table.expiryAttribute === undefined ? undefined : attributeOf(item, table.expiryAttribute);
  if (!value || !("N" in value)) return undefined;
  const at = Math.floor(Number(value.N));
  return Number.isSafeInteger(at) && at > 0 ? at : undefined;
}

export class ExpiryStore {
  readonly #store: Store;
  /** Told of every new expiry, for the sweep to be in time. */
  onAdded: (at: number) => void = () => {};

  constructor(store: Store) {
    this.#store = store;
    store.define(SCHEMA);
  }

  move(table: number, key: KeyBytes, from: number | undefined, to: number | undefined): void {
    if (from !== undefined) {
      const sql = "DELETE FROM ddb_expiry WHERE at = ? AND tbl = ? AND pk = ? AND sk = ?";
      this.#store.run(sql, from, table, key.pk, key.sk);
    }
    if (to === undefined) return;
    const sql = "INSERT OR IGNORE INTO ddb_expiry (at, tbl, pk, sk) VALUES (?, ?, ?, ?)";
    this.#store.run(sql, to, table, key.pk, key.sk);
    this.onAdded(to);
  }

  first(): number | undefined {
    return this.#store.get<{ at: number }>("SELECT at FROM ddb_expiry ORDER BY at LIMIT 1")?.at;
  }

  until(at: number, limit: number): Expired[] {
    return this.#store.all<Expired>(
      "SELECT at, tbl, pk, sk FROM ddb_expiry WHERE at <= ? ORDER BY at LIMIT ?",
      at,
      limit,
    );
  }

  forget(table: number): void {
    this.#store.run("DELETE FROM ddb_expiry WHERE tbl = ?", table);
  }
}
