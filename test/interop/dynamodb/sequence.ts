// One random sequence on tables of its own: made, written, read, described, deleted.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";
import { batchGet, getItem, query, scan, transactGet } from "./reads.ts";
import { randomTable } from "./tables.ts";
import { batchWrite, deleteItem, putItem, transactWrite, updateItem } from "./writes.ts";

const dynamodb = (operation: string, input: object): Command => ({
  service: "dynamodb",
  operation,
  input,
  unordered: ["AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"],
});

/** Tables are named for the seed, so that sequences on one server do not meet. */
export function dynamodbSequence(dice: Dice, seed: number, length = 40): Command[] {
  const tables = dice.times(dice.between(1, 2), (index) => randomTable(dice, `seed-${seed}-${index}`));
  const table = () => dice.pick(tables);
  const missing = { ...table(), name: `seed-${seed}-missing` };
  const step = (index: number): Command | Command[] =>
    dice.weighted<Command | Command[]>([
      [8, () => putItem(dice, dice.chance(0.98) ? table() : missing)],
      [8, () => updateItem(dice, table())],
      [3, () => deleteItem(dice, table())],
      [5, () => getItem(dice, dice.chance(0.98) ? table() : missing)],
      [6, () => query(dice, table())],
      [4, () => scan(dice, table())],
      [3, () => batchWrite(dice, tables)],
      [2, () => batchGet(dice, tables)],
      [5, () => transactWrite(dice, tables, String(index))],
      [2, () => transactGet(dice, tables)],
      [0.5, () => describe(dice.chance(0.9) ? table().name : missing.name)],
    ]);
  return [
    ...tables.map(({ create }) => dynamodb("CreateTable", create)),
    ...dice.times(length, step).flat(),
    ...tables.map(({ name }) => scanAll(name)),
    ...tables.map(({ name }) => dynamodb("DeleteTable", { TableName: name })),
  ];
}

const describe = (TableName: string) => dynamodb("DescribeTable", { TableName });

/** What the two hold in the end must be the same. */
const scanAll = (TableName: string): Command => ({
  ...dynamodb("Scan", { TableName }),
  pages: { token: "ExclusiveStartKey", from: "LastEvaluatedKey" },
  unordered: ["Items"],
});
