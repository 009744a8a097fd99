// UpdateItem: changes attributes of one item, which is made when it is not there.
import type { Operation } from "../service.ts";
import type { Database } from "./database.ts";
import type { KeyRequest } from "./delete-item.ts";
import { applyUpdate, checkUpdateTypes, operandPaths, updatedPaths } from "./evaluate/apply-update.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { refuseOverlaps } from "./evaluate/overlap.ts";
import { project, selectionOf } from "./evaluate/projection.ts";
import { type Bindings, bind, type PlainPath } from "./expression/bindings.ts";
import { parsedCondition, parsedUpdate } from "./expression/parsed.ts";
import type { Update } from "./expression/syntax.ts";
import { invalid } from "./invalid.ts";
import { type CapacityMode, consumedCapacity, writeUnits } from "./items/capacity.ts";
import { collectionMetrics, type MetricsMode } from "./items/collection-metrics.ts";
import { acceptKey, keyBytesOf } from "./items/item-key.ts";
import { refuseLegacy } from "./legacy.ts";
import { keyNames, type Table } from "./tables/table.ts";
import type { Item } from "./values/attribute-value.ts";
import { carryOut, conditionOf, conditionPaths, type Write, type Written } from "./writes/write.ts";

export interface UpdateRequest extends KeyRequest {
  readonly UpdateExpression?: string;
}

type ReturnValues = "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW";

interface UpdateItemInput extends UpdateRequest {
  readonly ReturnValues?: ReturnValues;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: MetricsMode;
}

export function prepareUpdate(
  database: Database,
  region: string,
  input: UpdateRequest,
): Write & { readonly paths: readonly PlainPath[] } {
  const update = input.UpdateExpression === undefined ? undefined : parsedUpdate(input.UpdateExpression);
  const condition = input.ConditionExpression === undefined ? undefined : parsedCondition(input.ConditionExpression);
  const used = { UpdateExpression: update, ConditionExpression: condition };
  const bindings = bind(input, ["UpdateExpression", "ConditionExpression"], used);
  const paths = update ? checkedPaths(update.tree, bindings) : [];
  const operands = update ? operandPaths(update.tree, bindings) : [];
  const holds = conditionOf(condition, bindings);
  const table = database.tables.require(region, input.TableName);
  refuseNestedKeys(table, conditionPaths(condition, bindings));
  const key = acceptKey(table.key, input.Key);
  refuseKeyChanges(table, paths);
  return {
    table,
    paths,
    key: keyBytesOf(table.key, key),
    given: key,
    condition: holds,
    showsItem: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    after(before) {
      refuseNestedKeys(table, [...paths, ...operands]);
      return update ? applyUpdate(update.tree, before ?? key, bindings) : (before ?? key);
    },
    tooLarge: "Item size to update has exceeded the maximum allowed size",
  };
}

export function updateItem(database: Database): Operation {
  return (input: UpdateItemInput, { region }) => {
    refuseLegacy(input);
    const write = prepareUpdate(database, region, input);
    const written = database.store.transaction(() => carryOut(database, write));
    return {
      Attributes: returned(input.ReturnValues ?? "NONE", written, write.paths),
      ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, write.table, writeUnits(written)),
      ItemCollectionMetrics: collectionMetrics(input.ReturnItemCollectionMetrics, database, write),
    };
  };
}

function checkedPaths(update: Update, bindings: Bindings): PlainPath[] {
  const paths = updatedPaths(update, bindings);
  refuseOverlaps("UpdateExpression", paths);
  checkUpdateTypes(update, bindings);
  return paths;
}

function refuseKeyChanges(table: Table, paths: readonly PlainPath[]): void {
  const keys = keyNames(table.key);
  const touched = keys.find((name) => paths.some(([first]) => first === name));
  if (touched === undefined) return;
  invalid(
    `One or more parameter values were invalid: Cannot update attribute ${touched}. This attribute is part of the key`,
  );
}

function returned(mode: ReturnValues, { before, after }: Written, paths: readonly PlainPath[]): Item | undefined {
  if (mode === "NONE") return undefined;
  const item = mode.endsWith("OLD") ? before?.item : after?.item;
  if (!item || mode.startsWith("ALL")) return item;
  const part = project(item, selectionOf(paths));
  return Object.keys(part).length > 0 ? part : undefined;
}
