// Consumed capacity: what AWS would have counted ("Read and write operations").
import type { Index, Table } from "../tables/table.ts";
import type { Written } from "../writes/write.ts";

export type CapacityMode = "INDEXES" | "TOTAL" | "NONE" | undefined;

export interface Units {
  readonly table: number;
  readonly indexes: ReadonlyMap<Index, number>;
}

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

/** Half a unit for each 4 KB read eventually consistently, one strongly, two in a transaction. */
export function readUnits(bytes: number, kind: "eventual" | "strong" | "transaction"): number {
  const blocks = Math.max(1, Math.ceil(bytes / READ_UNIT));
  return kind === "eventual" ? blocks / 2 : kind === "strong" ? blocks : blocks * 2;
}

/** The larger of the item before and after counts. */
export function writeUnits({ before, after, indexWrites }: Written, factor: 1 | 2 = 1): Units {
  const blocks = (bytes: number) => Math.max(1, Math.ceil(bytes / WRITE_UNIT)) * factor;
  return {
    table: blocks(Math.max(before?.size ?? 0, after?.size ?? 0)),
    indexes: new Map(
      indexWrites.map(({ index, sizes }) => [index, sizes.reduce((sum, size) => sum + blocks(size), 0)]),
    ),
  };
}

/** Transactions say the same number once more under the name of what was done, as DynamoDB Local answers too. */
export type Transacted = "ReadCapacityUnits" | "WriteCapacityUnits";

/** The answer's `ConsumedCapacity`, when asked for. */
export function consumedCapacity(
  mode: CapacityMode,
  table: Table,
  { table: own, indexes }: Units,
  transacted?: Transacted,
): object | undefined {
  if (mode !== "TOTAL" && mode !== "INDEXES") return undefined;
  const total = [...indexes.values()].reduce((sum, units) => sum + units, own);
  const counted = (units: number) => ({ CapacityUnits: units, ...(transacted ? { [transacted]: units } : {}) });
  const summary = { TableName: table.name, ...counted(total) };
  if (mode === "TOTAL") return summary;
  const of = (kind: Index["kind"]) => {
    const entries = [...indexes].filter(([index]) => index.kind === kind);
    return entries.length > 0
      ? Object.fromEntries(entries.map(([index, units]) => [index.name, counted(units)]))
      : undefined;
  };
  return {
    ...summary,
    Table: counted(own),
    LocalSecondaryIndexes: of("LOCAL"),
    GlobalSecondaryIndexes: of("GLOBAL"),
  };
}

/** Several answers' units of one table as one. */
export function addedUnits(all: readonly Units[]): Units {
  const indexes = new Map<Index, number>();
  for (const units of all) {
    for (const [index, count] of units.indexes) indexes.set(index, (indexes.get(index) ?? 0) + count);
  }
  return { table: all.reduce((sum, units) => sum + units.table, 0), indexes };
}
