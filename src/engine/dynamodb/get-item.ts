// GetItem: one item by its key.
import type { Operation } from "../service.ts";
import { WrittenValue } from "../written-value.ts";
import type { Database } from "./database.ts";
import { refuseNestedKeys } from "./evaluate/nested-keys.ts";
import { bind, type Placeholders } from "./expression/bindings.ts";
import { parsedProjection } from "./expression/parsed.ts";
import { type CapacityMode, consumedCapacity, readUnits } from "./items/capacity.ts";
import { acceptKey, keyBytesOf } from "./items/item-key.ts";
import { refuseLegacy } from "./legacy.ts";
import { projectionPaths, projectorOf, WHOLE } from "./reads/projector.ts";
import type { Item } from "./values/attribute-value.ts";
import { unpackItem, wireText } from "./values/stored-item.ts";

interface GetItemInput extends Placeholders {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export function getItem(database: Database): Operation {
  return (input: GetItemInput, { region }) => {
    refuseLegacy(input);
    const projection =
      input.ProjectionExpression === undefined ? undefined : parsedProjection(input.ProjectionExpression);
    const bindings = bind(input, ["ProjectionExpression"], { ProjectionExpression: projection });
    const cut = projectorOf(projection, bindings);
    const table = database.tables.require(region, input.TableName);
    refuseNestedKeys(table, projectionPaths(projection, bindings));
    const stored = database.items.read(table, keyBytesOf(table.key, acceptKey(table.key, input.Key)));
    const units = readUnits(stored?.size ?? 0, input.ConsistentRead ? "strong" : "eventual");
    return {
      Item: stored && (cut === WHOLE ? new WrittenValue(wireText(stored.item)) : cut(unpackItem(stored.item))),
      ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, { table: units, indexes: new Map() }),
    };
  };
}
