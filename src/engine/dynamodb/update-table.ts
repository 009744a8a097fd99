// UpdateTable: indexes made and removed, billing, class and deletion protection; done at once.
import { type Operation, ServiceError } from "../service.ts";
import type { Database } from "./database.ts";
import { invalid, notOffered } from "./invalid.ts";
import { addEntry, belongs, entrySize } from "./items/index-entries.ts";
import {
  type AttributeDefinition,
  acceptIndex,
  checkIndexNames,
  type IndexRequest,
  typesOf,
} from "./tables/accepted-schema.ts";
import { acceptBilling } from "./tables/billing.ts";
import type { Index, Table, Throughput } from "./tables/table.ts";
import { describeTable } from "./tables/table-description.ts";

interface UpdateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly BillingMode?: Table["billingMode"];
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly StreamSpecification?: { readonly StreamEnabled: boolean };
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
}

interface IndexUpdate {
  readonly Create?: IndexRequest;
  readonly Delete?: { readonly IndexName: string };
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput?: Throughput };
}

const REFUSED = ["ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates", "VectorIndexUpdates"];

export function updateTable(database: Database): Operation {
  const { store, clock, tables } = database;
  return (input: UpdateTableInput, { region }) => {
    if (input.StreamSpecification?.StreamEnabled) notOffered("StreamSpecification");
    const refused = REFUSED.find((parameter) => parameter in input);
    if (refused) notOffered(refused);
    return store.transaction(() => {
      const before = tables.describe(region, input.TableName);
      const indexed = (input.GlobalSecondaryIndexUpdates ?? []).reduce(
        (table, update) => withIndexUpdate(database, table, input, update),
        before,
      );
      const table: Table = {
        ...withBilling(indexed, input, clock.now()),
        tableClass: input.TableClass ?? before.tableClass,
        deletionProtection: input.DeletionProtectionEnabled ?? before.deletionProtection,
      };
      tables.save(table);
      return { TableDescription: describeTable(tables, table, "UPDATING") };
    });
  };
}

function withBilling(table: Table, input: UpdateTableInput, now: number): Table {
  const { BillingMode: mode = table.billingMode, ProvisionedThroughput } = input;
  const changed = mode !== table.billingMode;
  if (!changed && !ProvisionedThroughput) return table;
  // Units of a table's indexes are dropped with the change to on demand, and must be given with the change back.
  const indexes: Index[] = table.indexes.map((index) =>
    mode === "PAY_PER_REQUEST" ? { ...index, throughput: undefined } : index,
  );
  return {
    ...table,
    indexes,
    billingMode: mode,
    onDemandSince: changed && mode === "PAY_PER_REQUEST" ? now : table.onDemandSince,
    throughput: acceptBilling(mode, ProvisionedThroughput, indexes),
  };
}

function withIndexUpdate(database: Database, table: Table, input: UpdateTableInput, update: IndexUpdate): Table {
  if (update.Create) return withIndex(database, table, update.Create, input.AttributeDefinitions ?? []);
  const name = update.Delete?.IndexName ?? update.Update?.IndexName;
  const index = table.indexes.find((known) => known.kind === "GLOBAL" && known.name === name);
  if (!index) {
    if (name === undefined) invalid("One or more parameter values were invalid: GlobalSecondaryIndexUpdate is empty");
    throw new ServiceError("ResourceNotFoundException", `Requested resource not found: Index: ${name} not found`);
  }
  const others = table.indexes.filter((known) => known !== index);
  if (update.Update) {
    return { ...table, indexes: [...others, { ...index, throughput: update.Update.ProvisionedThroughput }] };
  }
  database.items.removeIndex(index.id);
  return { ...table, indexes: others };
}

function withIndex(
  { store, tables, items }: Database,
  table: Table,
  request: IndexRequest,
  definitions: readonly AttributeDefinition[],
): Table {
  const index = acceptIndex("GLOBAL", request, typesOf(definitions), table.key, tables.nextId());
  const indexes = [...table.indexes, index];
  checkIndexNames(indexes);
  for (const stored of items.every(table)) {
    if (!belongs(index, stored.item)) continue;
    addEntry(store, index, stored.item, stored.key);
    tables.addCount(index.id, 1, entrySize(table, index, stored));
  }
  return { ...table, indexes };
}
