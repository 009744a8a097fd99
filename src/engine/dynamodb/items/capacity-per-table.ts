// The consumed capacity of requests that touch several tables: one entry for each, in order of first mention.
import type { Table } from "../tables/table.ts";
import { addedUnits, type CapacityMode, consumedCapacity, type Transacted, type Units } from "./capacity.ts";

export function capacityPerTable(
  mode: CapacityMode,
  parts: readonly { readonly table: Table; readonly units: Units }[],
  transacted?: Transacted,
): object[] | undefined {
  if (mode !== "TOTAL" && mode !== "INDEXES") return undefined;
  const byTable = Map.groupBy(parts, ({ table }) => table);
  return [...byTable].flatMap(([table, own]) => {
    const consumed = consumedCapacity(mode, table, addedUnits(own.map(({ units }) => units)), transacted);
    return consumed ? [consumed] : [];
  });
}
