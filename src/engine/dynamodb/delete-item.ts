// DeleteItem: removes the item with a key; one that is not there is no error.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { bind, type Placeholders } from "./expression/bindings.ts";
import { parsedCondition } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, consumedCapacity, writeUnits } from "./items/capacity.ts";
import { collectionMetrics, type MetricsMode } from "./items/collection-metrics.ts";
import { acceptKey, keyBytesOf } from "./items/item-key.ts";
import { refuseLegacy } from "./legacy.ts";
import type { Item } from "./values/attribute-value.ts";
import { carryOut, conditionOf, conditionPaths, type Write } from "./writes/write.ts";

export interface KeyRequest extends Placeholders {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

interface DeleteItemInput extends KeyRequest {
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: MetricsMode;
}

/** A deletion, or (with `keep`) a mere check of the condition. */
export function prepareDelete(database: Database, region: string, input: KeyRequest, keep = false): Write {
  const condition = input.ConditionExpression === undefined ? undefined : parsedCondition(input.ConditionExpression);
  const bindings = bind(input, ["ConditionExpression"], { ConditionExpression: condition });
  const holds = conditionOf(condition, bindings);
  const table = database.tables.require(region, input.TableName);
  const key = acceptKey(table.key, input.Key);
  refuseNestedKeys(table, conditionPaths(condition, bindings));
  return {
    table,
    key: keyBytesOf(table.key, key),
    given: key,
    condition: holds,
    showsItem: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    after: (before) => (keep ? before : undefined),
    tooLarge: "",
  };
}

export function deleteItem(database: Database): Operation {
  return (input: DeleteItemInput, { region }) => {
    refuseLegacy(input);
    const { ReturnValues = "NONE" } = input;
    if (ReturnValues !== "NONE" && ReturnValues !== "ALL_OLD") invalid("Return values set to invalid value");
    const write = prepareDelete(database, region, input);
    const written = database.store.transaction(() => carryOut(database, write));
    return {
      Attributes: ReturnValues === "ALL_OLD" ? written.before?.item : undefined,
      ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, write.table, writeUnits(written)),
      ItemCollectionMetrics: collectionMetrics(input.ReturnItemCollectionMetrics, database, write),
    };
  };
}
