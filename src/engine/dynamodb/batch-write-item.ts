// BatchWriteItem: up to 25 puts and deletes without conditions.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { prepareDelete } from "./delete-item.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, writeUnits } from "./items/capacity.ts";
import { capacityPerTable } from "./items/capacity-per-table.ts";
import { type MetricsMode, metricsPerTable } from "./items/collection-metrics.ts";
import { preparePut } from "./put-item.ts";
import type { Item } from "./values/attribute-value.ts";
import { namesOneItemTwice } from "./writes/same-item.ts";
import { carryOut, type Write } from "./writes/write.ts";

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: MetricsMode;
}

const MOST_WRITES = 25;

export function batchWriteItem(database: Database): Operation {
  return (input: BatchWriteItemInput, { region }) => {
    const requests = Object.entries(input.RequestItems).flatMap(([table, some]) =>
      some.map((request) => ({ table, request })),
    );
    if (requests.length === 0) invalid("The batch write request list for a table cannot be null or empty");
    if (requests.length > MOST_WRITES) invalid("Too many items requested for the BatchWriteItem call");
    const writes = requests.map(({ table, request }) => prepare(database, region, table, request));
    if (namesOneItemTwice(writes)) invalid("Provided list of item keys contains duplicates");
    const parts = database.store.transaction(() =>
      writes.map((write) => ({ table: write.table, units: writeUnits(carryOut(database, write)) })),
    );
    return {
      UnprocessedItems: {},
      ConsumedCapacity: capacityPerTable(input.ReturnConsumedCapacity, parts),
      ItemCollectionMetrics: metricsPerTable(input.ReturnItemCollectionMetrics, database, writes),
    };
  };
}

function prepare(database: Database, region: string, TableName: string, request: WriteRequest): Write {
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest && !DeleteRequest) return preparePut(database, region, { TableName, Item: PutRequest.Item });
  if (DeleteRequest && !PutRequest) return prepareDelete(database, region, { TableName, Key: DeleteRequest.Key });
  return invalid("A write request must hold exactly one of PutRequest and DeleteRequest");
}
