// Random reads: by key, Query and Scan with every page read, batches, transactions.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";
import { condition, Placeholders, projection } from "./expressions.ts";
import { type RandomIndex, type RandomTable, randomKey } from "./tables.ts";
import { keyValue } from "./values.ts";

const CAPACITY = { ReturnConsumedCapacity: "TOTAL" } as const;
const PAGES = { token: "ExclusiveStartKey", from: "LastEvaluatedKey" } as const;

export function getItem(dice: Dice, table: RandomTable): Command {
  const places = new Placeholders();
  const asked = dice.chance(0.4) ? { ProjectionExpression: projection(dice, places) } : {};
  const input = {
    TableName: table.name,
    Key: randomKey(dice, table),
    ConsistentRead: dice.chance(0.5),
    ...asked,
    ...places.parameters(),
    ...CAPACITY,
  };
  return { service: "dynamodb", operation: "GetItem", input };
}

export function query(dice: Dice, table: RandomTable): Command {
  const index = dice.chance(0.5) ? undefined : dice.pick([undefined, ...table.indexes]);
  const places = new Placeholders();
  const input = {
    TableName: table.name,
    ...(index ? { IndexName: index.name } : {}),
    KeyConditionExpression: keyCondition(dice, table, index, places),
    ...(dice.chance(0.5) ? { ScanIndexForward: dice.chance(0.3) } : {}),
    ...readParameters(dice, places),
    ...(dice.chance(0.2) ? { ConsistentRead: index?.isLocal !== false } : {}),
    ...places.parameters(),
  };
  // Among equal keys of an index, and on which page they stand, no order is promised.
  return { service: "dynamodb", operation: "Query", input, pages: PAGES, unordered: index ? ["Items"] : [] };
}

function keyCondition(dice: Dice, table: RandomTable, index: RandomIndex | undefined, places: Placeholders): string {
  const { hash, range } = index ?? table;
  const value = (name: string) => places.value(keyValue(dice, table.types[name] ?? "S"));
  const name = (attribute: string) => (dice.chance(0.5) ? places.name(attribute) : attribute);
  const equal = `${name(hash)} = ${value(hash)}`;
  if (!range || dice.chance(0.3)) return equal;
  const second = dice.weighted([
    [4, () => `${name(range)} ${dice.pick(["=", "<", "<=", ">", ">="])} ${value(range)}`],
    [1, () => `${name(range)} BETWEEN ${value(range)} AND ${value(range)}`],
    [table.types[range] === "N" ? 0.1 : 1, () => `begins_with(${name(range)}, ${value(range)})`],
  ]);
  return dice.chance(0.9) ? `${equal} AND ${second}` : `(${second}) AND (${equal})`;
}

export function scan(dice: Dice, table: RandomTable): Command {
  const index = dice.chance(0.7) ? undefined : dice.pick([undefined, ...table.indexes]);
  const places = new Placeholders();
  const input = {
    TableName: table.name,
    ...(index ? { IndexName: index.name } : {}),
    ...readParameters(dice, places),
    ...places.parameters(),
  };
  return { service: "dynamodb", operation: "Scan", input, pages: PAGES, unordered: ["Items"] };
}

function readParameters(dice: Dice, places: Placeholders): object {
  const counted = dice.chance(0.1);
  return {
    ...(dice.chance(0.5) ? { Limit: dice.between(1, 4) } : {}),
    ...(dice.chance(0.4) ? { FilterExpression: condition(dice, places) } : {}),
    ...(!counted && dice.chance(0.3) ? { ProjectionExpression: projection(dice, places) } : {}),
    ...(counted ? { Select: "COUNT" } : {}),
  };
}

export function batchGet(dice: Dice, tables: readonly RandomTable[]): Command {
  const chosen = dice.some(tables, 2);
  const requests = (chosen.length > 0 ? chosen : tables.slice(0, 1)).map((table) => {
    const places = new Placeholders();
    const asked = dice.chance(0.3) ? { ProjectionExpression: projection(dice, places) } : {};
    const names = places.parameters();
    return [table.name, { Keys: dice.times(dice.between(1, 4), () => randomKey(dice, table)), ...asked, ...names }];
  });
  const input = { RequestItems: Object.fromEntries(requests), ...CAPACITY };
  return {
    service: "dynamodb",
    operation: "BatchGetItem",
    input,
    unordered: [...tables.map(({ name }) => name), "ConsumedCapacity"],
  };
}

export function transactGet(dice: Dice, tables: readonly RandomTable[]): Command {
  const TransactItems = dice.times(dice.between(1, 4), () => {
    const table = dice.pick(tables);
    const places = new Placeholders();
    const asked = dice.chance(0.3) ? { ProjectionExpression: projection(dice, places) } : {};
    return { Get: { TableName: table.name, Key: randomKey(dice, table), ...asked, ...places.parameters() } };
  });
  return {
    service: "dynamodb",
    operation: "TransactGetItems",
    input: { TransactItems, ...CAPACITY },
    unordered: ["ConsumedCapacity"],
  };
}
