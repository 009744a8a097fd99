// Rows of one table or index in key order, as one SQL range scan that ends as soon as the page is full.
import type { SQLInputValue } from "node:sqlite";
import type { Store } from "../../store.ts";
import type { KeyBytes } from "../items/item-key.ts";
import type { ItemRow } from "../items/item-store.ts";
import type { Index, Table } from "../tables/table.ts";
import type { KeyRange } from "./key-condition.ts";

/** Where a page goes on: the key of the last item of the page before; an index's entry has the table's key too. */
export interface After {
  readonly entry: KeyBytes;
  readonly own: KeyBytes;
}

export interface RowRange {
  readonly table: Table;
  readonly index: Index | undefined;
  /** One partition's range (Query), or a range of partitions (Scan). */
  readonly within: KeyRange | { readonly fromPk?: Uint8Array | undefined; readonly toPk?: Uint8Array | undefined };
  readonly after: After | undefined;
  readonly forward: boolean;
  readonly limit: number | undefined;
}

export function rowsIn(store: Store, range: RowRange): IterableIterator<ItemRow> {
  const { index, table, forward, limit } = range;
  const values: SQLInputValue[] = index ? [table.id, index.id] : [table.id];
  const conditions = [
    index ? "i.idx = ?" : "t.tbl = ?",
    ...withinConditions(range, values),
    ...afterConditions(range, values),
  ];
  const from = index
    ? "ddb_index i CROSS JOIN ddb_item t ON t.tbl = ? AND t.pk = i.tpk AND t.sk = i.tsk"
    : "ddb_item t";
  const order = orderColumns(range).map((column) => (forward ? column : `${column} DESC`));
  const sql = `SELECT t.item, t.size FROM ${from} WHERE ${conditions.join(" AND ")} ORDER BY ${order.join(", ")} LIMIT ?`;
  return store.iterate<ItemRow>(sql, ...values, limit ?? -1);
}

const isPartition = (within: RowRange["within"]): within is KeyRange => "pk" in within;

function orderColumns({ index, within }: RowRange): string[] {
  const partition = isPartition(within);
  if (!index) return partition ? ["t.sk"] : ["t.pk", "t.sk"];
  return partition ? ["i.sk", "i.tpk", "i.tsk"] : ["i.pk", "i.sk", "i.tpk", "i.tsk"];
}

function withinConditions({ index, within }: RowRange, values: SQLInputValue[]): string[] {
  const side = index ? "i" : "t";
  const conditions: string[] = [];
  const add = (condition: string, value: Uint8Array | undefined) => {
    if (!value) return;
    conditions.push(condition);
    values.push(value);
  };
  if (isPartition(within)) {
    add(`${side}.pk = ?`, within.pk);
    add(`${side}.sk ${within.from?.inclusive ? ">=" : ">"} ?`, within.from?.bytes);
    add(`${side}.sk ${within.to?.inclusive ? "<=" : "<"} ?`, within.to?.bytes);
  } else {
    add(`${side}.pk >= ?`, within.fromPk);
    add(`${side}.pk < ?`, within.toPk);
  }
  return conditions;
}

function afterConditions(range: RowRange, values: SQLInputValue[]): string[] {
  const { after, index, within, forward } = range;
  if (!after) return [];
  const sign = forward ? ">" : "<";
  const partition = isPartition(within);
  const { entry, own } = after;
  const all = index ? [entry.pk, entry.sk, own.pk, own.sk] : [entry.pk, entry.sk];
  const used = partition ? all.slice(1) : all;
  const columns = orderColumns(range);
  values.push(...used);
  return [`(${columns.join(", ")}) ${sign} (${columns.map(() => "?").join(", ")})`];
}
