// What Query and Scan have in common: the index, the selection, the page's start, and the answer's form.
import { ServiceError } from "../../service.ts";
import type { Placeholders, PlainPath } from "../expression/bindings.ts";
import { invalid } from "../invalid.ts";
import { type CapacityMode, consumedCapacity, readUnits } from "../items/capacity.ts";
import { keyBytesOf } from "../items/item-key.ts";
import { type Index, keyNames, projectedNames, type Table } from "../tables/table.ts";
import { type AttributeValue, attributeOf, type Item, typeOf } from "../values/attribute-value.ts";
import type { Page } from "./page.ts";
import type { After } from "./row-range.ts";

export interface ReadInput extends Placeholders {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Select?: "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | "SPECIFIC_ATTRIBUTES" | "COUNT";
  readonly Limit?: number;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: Item;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

export function indexOf(table: Table, input: ReadInput): Index | undefined {
  if (input.IndexName === undefined) return undefined;
  const index = table.indexes.find(({ name }) => name === input.IndexName);
  if (!index)
    throw new ServiceError("ValidationException", `The table does not have the specified index: ${input.IndexName}`);
  if (index.kind === "GLOBAL" && input.ConsistentRead) {
    invalid("Consistent reads are not supported on global secondary indexes");
  }
  return index;
}

export function checkSelect(input: ReadInput, index: Index | undefined): void {
  const { Select, ProjectionExpression, Limit } = input;
  if (Limit !== undefined && Limit < 1) invalid(`Limit must be greater than or equal to 1, got ${Limit}`);
  if (ProjectionExpression !== undefined && Select !== undefined && Select !== "SPECIFIC_ATTRIBUTES") {
    invalid(
      `Cannot specify the ProjectionExpression when choosing to get ${Select === "COUNT" ? "only the Count" : Select}`,
    );
  }
  if (Select === "SPECIFIC_ATTRIBUTES" && ProjectionExpression === undefined) {
    invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  }
  if (Select === "ALL_PROJECTED_ATTRIBUTES" && !index) {
    invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  if (Select === "ALL_ATTRIBUTES" && index?.kind === "GLOBAL" && index.projection.ProjectionType !== "ALL") {
    bad(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
}

/** A filter sees only what the index holds; a Query says so, a Scan takes what is not held for absent. */
export function checkFilterProjected(table: Table, index: Index | undefined, paths: readonly PlainPath[]): void {
  const missing = index ? notHeld(table, index, paths) : [];
  if (!index || missing.length === 0) return;
  bad(`Secondary index ${index.name} does not project one or more filter attributes: [${missing.join(", ")}]`);
}

/** A global index cannot fetch what it does not hold: naming such an attribute is an error. */
export function checkProjected(table: Table, index: Index | undefined, paths: readonly PlainPath[]): void {
  const missing = index?.kind === "GLOBAL" ? notHeld(table, index, paths) : [];
  if (!index || missing.length === 0) return;
  bad(`Global secondary index ${index.name} does not project [${missing.join(", ")}]`);
}

function notHeld(table: Table, index: Index, paths: readonly PlainPath[]): string[] {
  const held = projectedNames(table, index);
  const names = new Set(paths.map(([first]) => String(first)));
  return held ? [...names].filter((name) => !held.has(name)) : [];
}

/** Where to go on, from a key that an answer gave before. */
export function startAfter(table: Table, index: Index | undefined, key: Item | undefined): After | undefined {
  if (!key) return undefined;
  const attributes = [table.key, ...(index ? [index.key] : [])].flatMap(({ hash, range }) =>
    range ? [hash, range] : [hash],
  );
  const names = new Set([...keyNames(table.key), ...(index ? keyNames(index.key) : [])]);
  if (Object.keys(key).length !== names.size) invalid("The provided starting key is invalid");
  for (const { name, type } of attributes) {
    const value: AttributeValue | undefined = attributeOf(key, name);
    if (!value || typeOf(value) !== type) {
      invalid("The provided starting key is invalid: The provided key element does not match the schema");
    }
  }
  const own = keyBytesOf(table.key, key);
  return { own, entry: index ? keyBytesOf(index.key, key) : own };
}

export function pageAnswer(input: ReadInput, table: Table, index: Index | undefined, page: Page): object {
  const units = readUnits(page.bytes, input.ConsistentRead ? "strong" : "eventual");
  const counted = index ? { table: 0, indexes: new Map([[index, units]]) } : { table: units, indexes: new Map() };
  return {
    Items: input.Select === "COUNT" ? undefined : page.items,
    Count: page.count,
    ScannedCount: page.scanned,
    LastEvaluatedKey: page.lastKey,
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, counted),
  };
}

function bad(detail: string): never {
  return invalid(`One or more parameter values were invalid: ${detail}`);
}
