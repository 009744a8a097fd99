// Random writes: put, update and delete with and without conditions, batches, transactions.
import type { Command, Memory } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";
import { condition, Placeholders, update } from "./expressions.ts";
import { type RandomTable, randomItem, randomKey } from "./tables.ts";

const CAPACITY = { ReturnConsumedCapacity: "TOTAL" } as const;

function conditionOf(dice: Dice, places: Placeholders, probability: number): object {
  if (!dice.chance(probability)) return {};
  const old = dice.chance(0.6) ? { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } : {};
  return { ConditionExpression: condition(dice, places), ...old };
}

export function putItem(dice: Dice, table: RandomTable): Command {
  const places = new Placeholders();
  const asked = conditionOf(dice, places, 0.4);
  const ReturnValues = dice.pick(["NONE", "ALL_OLD"]);
  const input = {
    TableName: table.name,
    Item: randomItem(dice, table),
    ReturnValues,
    ...asked,
    ...places.parameters(),
    ...CAPACITY,
  };
  return { service: "dynamodb", operation: "PutItem", input };
}

export function updateItem(dice: Dice, table: RandomTable): Command {
  const places = new Placeholders();
  const UpdateExpression = update(dice, places);
  const asked = conditionOf(dice, places, 0.3);
  const ReturnValues = dice.pick(["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"]);
  const input = {
    TableName: table.name,
    Key: randomKey(dice, table),
    UpdateExpression,
    ReturnValues,
    ...asked,
    ...places.parameters(),
    ...CAPACITY,
  };
  return { service: "dynamodb", operation: "UpdateItem", input };
}

export function deleteItem(dice: Dice, table: RandomTable): Command {
  const places = new Placeholders();
  const asked = conditionOf(dice, places, 0.4);
  const ReturnValues = dice.pick(["NONE", "ALL_OLD"]);
  const input = {
    TableName: table.name,
    Key: randomKey(dice, table),
    ReturnValues,
    ...asked,
    ...places.parameters(),
    ...CAPACITY,
  };
  return { service: "dynamodb", operation: "DeleteItem", input };
}

export function batchWrite(dice: Dice, tables: readonly RandomTable[]): Command {
  const chosen = dice.some(tables, 2);
  const requests = (chosen.length > 0 ? chosen : tables.slice(0, 1)).map((table) => [
    table.name,
    dice.times(dice.between(1, 5), () =>
      dice.chance(0.7)
        ? { PutRequest: { Item: randomItem(dice, table) } }
        : { DeleteRequest: { Key: randomKey(dice, table) } },
    ),
  ]);
  const input = { RequestItems: Object.fromEntries(requests), ...CAPACITY };
  return { service: "dynamodb", operation: "BatchWriteItem", input, unordered: ["ConsumedCapacity"] };
}

export function transactWrite(dice: Dice, tables: readonly RandomTable[], token: string): Command[] {
  const TransactItems = dice.times(dice.between(1, 4), () => {
    const table = dice.pick(tables);
    const places = new Placeholders();
    const TableName = table.name;
    const Key = randomKey(dice, table);
    return dice.weighted<object>([
      [
        3,
        () => ({
          Put: { TableName, Item: randomItem(dice, table), ...conditionOf(dice, places, 0.5), ...places.parameters() },
        }),
      ],
      [
        2,
        () => ({
          Update: {
            TableName,
            Key,
            UpdateExpression: update(dice, places),
            ...conditionOf(dice, places, 0.4),
            ...places.parameters(),
          },
        }),
      ],
      [1, () => ({ Delete: { TableName, Key, ...conditionOf(dice, places, 0.5), ...places.parameters() } })],
      [1, () => ({ ConditionCheck: { TableName, Key, ...conditionOf(dice, places, 1), ...places.parameters() } })],
    ]);
  });
  const input = (memory: Memory) => {
    return { TransactItems, ClientRequestToken: `${memory.get("play")}-${token}`, ...CAPACITY };
  };
  const command: Command = {
    service: "dynamodb",
    operation: "TransactWriteItems",
    input,
    shown: { TransactItems },
    unordered: ["ConsumedCapacity"],
  };
  // Sent again with the same token, it must not be done again.
  return dice.chance(0.2) ? [command, command] : [command];
}
