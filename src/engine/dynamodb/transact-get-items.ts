// TransactGetItems: up to 100 items as they are at one moment.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { bind, type Placeholders } from "./expression/bindings.ts";
import { parsedProjection } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, readUnits } from "./items/capacity.ts";
import { capacityPerTable } from "./items/capacity-per-table.ts";
import { acceptKey, keyBytesOf } from "./items/item-key.ts";
import { projectionPaths, projectorOf } from "./reads/projector.ts";
import type { Item } from "./values/attribute-value.ts";
import { namesOneItemTwice } from "./writes/same-item.ts";

interface Get extends Placeholders {
  readonly TableName: string;
  readonly Key: Item;
  readonly ProjectionExpression?: string;
}

interface TransactGetItemsInput {
  readonly TransactItems: readonly { readonly Get: Get }[];
  readonly ReturnConsumedCapacity?: CapacityMode;
}

const MOST_ACTIONS = 100;

export function transactGetItems(database: Database): Operation {
  return (input: TransactGetItemsInput, { region }) => {
    if (input.TransactItems.length > MOST_ACTIONS) invalid(`A transaction may hold at most ${MOST_ACTIONS} actions`);
    const gets = input.TransactItems.map(({ Get }) => prepare(database, region, Get));
    if (namesOneItemTwice(gets)) invalid("Transaction request cannot include multiple operations on one item");
    const found = gets.map(({ table, key, cut }) => ({ table, cut, stored: database.items.get(table, key) }));
    const parts = found.map(({ table, stored }) => ({
      table,
      units: { table: readUnits(stored?.size ?? 0, "transaction"), indexes: new Map() },
    }));
    return {
      Responses: found.map(({ stored, cut }) => (stored ? { Item: cut(stored.item) } : {})),
      ConsumedCapacity: capacityPerTable(input.ReturnConsumedCapacity, parts, "ReadCapacityUnits"),
    };
  };
}

function prepare(database: Database, region: string, { TableName, Key, ...get }: Get) {
  const projection = get.ProjectionExpression === undefined ? undefined : parsedProjection(get.ProjectionExpression);
  const bindings = bind(get, ["ProjectionExpression"], { ProjectionExpression: projection });
  const cut = projectorOf(projection, bindings);
  const table = database.tables.require(region, TableName);
  refuseNestedKeys(table, projectionPaths(projection, bindings));
  return { table, key: keyBytesOf(table.key, acceptKey(table.key, Key)), cut };
}
