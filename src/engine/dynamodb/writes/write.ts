// One conditional write on one item, prepared (all that is wrong with the request is said) and then carried out.
import { ServiceError } from "../../service.ts";
import type { Database } from "../database.ts";
import { holds } from "../evaluate/condition.ts";
import { checkOperandTypes } from "../evaluate/operand-types.ts";
import { pathsOf } from "../evaluate/paths-of.ts";
import type { Bindings, PlainPath } from "../expression/bindings.ts";
import type { Condition, Parsed } from "../expression/syntax.ts";
import type { IndexWrite } from "../items/index-entries.ts";
import type { KeyBytes } from "../items/item-key.ts";
import type { Stored } from "../items/item-store.ts";
import type { Table } from "../tables/table.ts";
import { emptyItem, type Item } from "../values/attribute-value.ts";

export interface Write {
  readonly table: Table;
  readonly key: KeyBytes;
  /** The item or the key as it was given: both have the partition key. */
  readonly given: Item;
  /** What is wrong with the new item whatever the condition says: in a transaction the reason of this action alone. */
  beforeCondition?(): void;
  readonly condition: ((item: Item) => boolean) | undefined;
  /** The failed condition's error carries the item when this was asked for. */
  readonly showsItem: boolean;
  /** What replaces the item: itself for a mere check, undefined to delete it. */
  after(before: Item | undefined): Item | undefined;
  /** What DynamoDB says of a result over 400 KB: PutItem and UpdateItem have each their own words. */
  readonly tooLarge: string;
}

export interface Written {
  readonly before: Stored | undefined;
  readonly after: Stored | undefined;
  readonly indexWrites: readonly IndexWrite[];
}

/** Within a transaction of the store. */
export function carryOut({ items }: Database, write: Write): Written {
  const before = items.get(write.table, write.key);
  write.beforeCondition?.();
  if (write.condition && !write.condition(before?.item ?? NOTHING)) throw conditionFailed(write, before);
  const item = write.after(before?.item);
  if (item === before?.item) return { before, after: before, indexWrites: [] };
  if (!item)
    return { before, after: undefined, indexWrites: before ? items.remove(write.table, write.key, before) : [] };
  const [after, indexWrites] = items.put(write.table, write.key, before, item, write.tooLarge);
  return { before, after, indexWrites };
}

const NOTHING: Item = Object.freeze(emptyItem());

function conditionFailed(write: Write, before: Stored | undefined): ServiceError {
  const members = write.showsItem && before ? { Item: before.item } : {};
  return new ServiceError("ConditionalCheckFailedException", "The conditional request failed", members);
}

export function conditionPaths(parsed: Parsed<Condition> | undefined, bindings: Bindings): PlainPath[] {
  return parsed ? pathsOf(parsed.tree).map((path) => bindings.plain(path)) : [];
}

/** The condition as a function of the item, its operands' types checked. */
export function conditionOf(
  parsed: Parsed<Condition> | undefined,
  bindings: Bindings,
): ((item: Item) => boolean) | undefined {
  if (!parsed) return undefined;
  checkOperandTypes("ConditionExpression", parsed.tree, bindings);
  return (item) => holds(parsed.tree, item, bindings);
}
