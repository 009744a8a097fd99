// Random tables: every kind of key, with and without secondary indexes of every projection.
import type { AttributeValue, CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Dice } from "../differential/dice.ts";
import { anyValue, keyValue, someAttributes } from "./values.ts";

export interface RandomIndex {
  readonly name: string;
  readonly hash: string;
  readonly range: string | undefined;
  readonly isLocal: boolean;
}

export interface RandomTable {
  readonly name: string;
  readonly create: CreateTableCommandInput;
  readonly hash: string;
  readonly range: string | undefined;
  readonly types: Readonly<Record<string, string>>;
  readonly indexes: readonly RandomIndex[];
}

/** Attributes that are no key of the table; g and r are keys of indexes where the table has any. */
export const ATTRIBUTES = ["a", "b", "c", "n", "s", "l", "m", "g", "r", "size"];

export function randomTable(dice: Dice, name: string): RandomTable {
  const range = dice.chance(0.7) ? "sk" : undefined;
  const indexes = randomIndexes(dice, range !== undefined);
  const keys = [
    "pk",
    ...(range ? [range] : []),
    ...indexes.flatMap(({ hash, range: second }) => [hash, second ?? hash]),
  ];
  const types = Object.fromEntries([...new Set(keys)].map((key) => [key, dice.pick(["S", "S", "N", "B"])]));
  const create: CreateTableCommandInput = {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: schema("pk", range),
    AttributeDefinitions: Object.entries(types).map(([AttributeName, type]) => ({
      AttributeName,
      AttributeType: type as "S",
    })),
  };
  for (const index of indexes) {
    const list = index.isLocal ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes";
    create[list] = [...(create[list] ?? []), describe(dice, index)];
  }
  return { name, create, hash: "pk", range, types, indexes };
}

function randomIndexes(dice: Dice, hasRange: boolean): RandomIndex[] {
  const indexes: RandomIndex[] = [];
  if (dice.chance(0.6))
    indexes.push({ name: "global", hash: "g", range: dice.chance(0.6) ? "r" : undefined, isLocal: false });
  if (hasRange && dice.chance(0.4)) indexes.push({ name: "local", hash: "pk", range: "r", isLocal: true });
  return indexes;
}

function describe(dice: Dice, { name, hash, range }: RandomIndex) {
  const Projection = dice.pick([
    { ProjectionType: "ALL" as const },
    { ProjectionType: "KEYS_ONLY" as const },
    { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["a", "m"] },
  ]);
  return { IndexName: name, KeySchema: schema(hash, range), Projection };
}

const schema = (hash: string, range: string | undefined) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  ...(range ? [{ AttributeName: range, KeyType: "RANGE" as const }] : []),
];

export function randomKey(dice: Dice, table: RandomTable): Record<string, AttributeValue> {
  const names = [table.hash, ...(table.range ? [table.range] : [])];
  return Object.fromEntries(names.map((name) => [name, keyValue(dice, table.types[name] ?? "S")]));
}

/** Attributes of an index's key mostly have its type: an item where they do not is refused. */
export function randomItem(dice: Dice, table: RandomTable): Record<string, AttributeValue> {
  const item = { ...someAttributes(dice, ATTRIBUTES), ...randomKey(dice, table) };
  for (const name of ["g", "r"]) {
    const type = table.types[name];
    if (type && item[name]) item[name] = dice.chance(0.97) ? keyValue(dice, type) : anyValue(dice);
  }
  return item;
}
