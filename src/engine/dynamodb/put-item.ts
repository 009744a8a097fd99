// PutItem: a whole item, in place of the one that had its key.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { bind, type Placeholders } from "./expression/bindings.ts";
import { parsedCondition } from "./expression/parsed.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, consumedCapacity, writeUnits } from "./items/capacity.ts";
import { collectionMetrics, type MetricsMode } from "./items/collection-metrics.ts";
import { checkIndexKeys } from "./items/index-entries.ts";
import { checkItemKey, keyBytesOf } from "./items/item-key.ts";
import { refuseLegacy } from "./legacy.ts";
import { acceptItem } from "./values/accepted-value.ts";
import type { Item } from "./values/attribute-value.ts";
import { carryOut, conditionOf, conditionPaths, type Write } from "./writes/write.ts";

export interface PutRequest extends Placeholders {
  readonly TableName: string;
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

interface PutItemInput extends PutRequest {
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: MetricsMode;
}

export function preparePut(database: Database, region: string, input: PutRequest): Write {
  const condition = input.ConditionExpression === undefined ? undefined : parsedCondition(input.ConditionExpression);
  const bindings = bind(input, ["ConditionExpression"], { ConditionExpression: condition });
  const holds = conditionOf(condition, bindings);
  const item = acceptItem(input.Item);
  const table = database.tables.require(region, input.TableName);
  refuseNestedKeys(table, conditionPaths(condition, bindings));
  checkItemKey(table.key, item);
  return {
    table,
    key: keyBytesOf(table.key, item),
    given: item,
    beforeCondition() {
      for (const index of table.indexes) checkIndexKeys(index, undefined, item);
    },
    condition: holds,
    showsItem: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    after: () => item,
    tooLarge: "Item size has exceeded the maximum allowed size",
  };
}

export function putItem(database: Database): Operation {
  return (input: PutItemInput, { region }) => {
    refuseLegacy(input);
    const { ReturnValues = "NONE" } = input;
    if (ReturnValues !== "NONE" && ReturnValues !== "ALL_OLD") invalid("Return values set to invalid value");
    const write = preparePut(database, region, input);
    const written = database.store.transaction(() => carryOut(database, write));
    return {
      Attributes: ReturnValues === "ALL_OLD" ? written.before?.item : undefined,
      ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, write.table, writeUnits(written)),
      ItemCollectionMetrics: collectionMetrics(input.ReturnItemCollectionMetrics, database, write),
    };
  };
}
