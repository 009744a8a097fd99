// Item collections: all items of one partition key, whose size DynamoDB estimates where the table has a local index.
import type { Database } from "../database.ts";
import type { Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";

export type MetricsMode = "SIZE" | "NONE" | undefined;

const GB = 1_073_741_824;

/** The size is a range, "an estimate, in gigabytes" (API Reference, ItemCollectionMetrics). */
export function collectionMetrics(
  mode: MetricsMode,
  database: Database,
  { table, key, given }: { readonly table: Table; readonly key: { readonly pk: Uint8Array }; readonly given: Item },
): object | undefined {
  if (mode !== "SIZE" || !table.indexes.some(({ kind }) => kind === "LOCAL")) return undefined;
  const { name } = table.key.hash;
  const low = Math.floor(database.items.bytesOfPartition(table, key.pk) / GB);
  return { ItemCollectionKey: { [name]: attributeOf(given, name) }, SizeEstimateRangeGB: [low, low + 1] };
}

/** Of requests on several items: by table, each collection once. */
export function metricsPerTable(
  mode: MetricsMode,
  database: Database,
  writes: readonly { readonly table: Table; readonly key: { readonly pk: Uint8Array }; readonly given: Item }[],
): Record<string, object[]> | undefined {
  if (mode !== "SIZE") return undefined;
  const once = new Map(
    writes.map((write) => [`${write.table.id}/${Buffer.from(write.key.pk).toString("hex")}`, write]),
  );
  const byTable = Map.groupBy(once.values(), ({ table }) => table.name);
  const shown = [...byTable].map(([name, some]) => [
    name,
    some.flatMap((write) => collectionMetrics(mode, database, write) ?? []),
  ]);
  const found = shown.filter(([, metrics]) => metrics?.length);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
