// A table as DescribeTable and its relatives tell it.
import type { Index, KeySchema, Table, Throughput } from "./table.ts";
import type { TableStore } from "./table-store.ts";

export function describeTable(tables: TableStore, table: Table, status = "ACTIVE"): object {
  const count = tables.count(table.id);
  const indexes = (kind: Index["kind"]) => {
    const some = table.indexes.filter((index) => index.kind === kind);
    return some.length > 0 ? some.map((index) => describeIndex(tables, table, index)) : undefined;
  };
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.tableId,
    TableStatus: status,
    CreationDateTime: table.createdAt / 1_000,
    AttributeDefinitions: definitions(table),
    KeySchema: keySchema(table.key),
    ItemCount: count.items,
    TableSizeBytes: count.bytes,
    BillingModeSummary:
      table.billingMode === "PAY_PER_REQUEST"
        ? {
            BillingMode: table.billingMode,
            LastUpdateToPayPerRequestDateTime: (table.onDemandSince ?? table.createdAt) / 1_000,
          }
        : undefined,
    ProvisionedThroughput: throughput(table.throughput),
    TableClassSummary: table.tableClass === undefined ? undefined : { TableClass: table.tableClass },
    DeletionProtectionEnabled: table.deletionProtection,
    LocalSecondaryIndexes: indexes("LOCAL"),
    GlobalSecondaryIndexes: indexes("GLOBAL"),
  };
}

function describeIndex(tables: TableStore, table: Table, index: Index): object {
  const count = tables.count(index.id);
  const description = {
    IndexName: index.name,
    KeySchema: keySchema(index.key),
    Projection: index.projection,
    IndexArn: `${table.arn}/index/${index.name}`,
    ItemCount: count.items,
    IndexSizeBytes: count.bytes,
  };
  if (index.kind === "LOCAL") return description;
  return { ...description, IndexStatus: "ACTIVE", ProvisionedThroughput: throughput(index.throughput) };
}

function keySchema({ hash, range }: KeySchema): object[] {
  const elements = [{ AttributeName: hash.name, KeyType: "HASH" }];
  return range ? [...elements, { AttributeName: range.name, KeyType: "RANGE" }] : elements;
}

function definitions(table: Table): object[] {
  const types = new Map<string, string>();
  for (const { hash, range } of [table.key, ...table.indexes.map(({ key }) => key)]) {
    types.set(hash.name, hash.type);
    if (range) types.set(range.name, range.type);
  }
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

/** Zero units is what an on-demand table shows. */
function throughput(units: Throughput | undefined): object {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: units?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: units?.WriteCapacityUnits ?? 0,
  };
}
