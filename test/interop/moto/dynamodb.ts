// Random DynamoDB sequences of the plain kind: well-typed items and expressions only. What moto lets pass beyond that,
// DynamoDB Local is asked about (../dynamodb).
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const TableName = "plain";
const NAMES = ["ada", "bob", "cyd"];

export function plainDynamodbSequence(dice: Dice, length: number): Command[] {
  const step = (): Command =>
    dice.weighted<Command>([
      [6, () => dynamodb("PutItem", { Item: item(dice), ReturnValues: "ALL_OLD", ...condition(dice) })],
      [6, () => updateItem(dice)],
      [2, () => dynamodb("DeleteItem", { Key: key(dice), ReturnValues: "ALL_OLD", ...condition(dice) })],
      [4, () => dynamodb("GetItem", { Key: key(dice) })],
      [4, () => query(dice)],
      [2, () => dynamodb("Scan", {}, { unordered: ["Items"] })],
      [2, () => transactWrite(dice)],
    ]);
  return [createTable(), ...dice.times(length, step), dynamodb("DeleteTable", {})];
}

const dynamodb = (operation: string, input: object, more: Partial<Command> = {}): Command => {
  return { service: "dynamodb", operation, input: { TableName, ...input }, ...more };
};

function createTable(): Command {
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  return dynamodb("CreateTable", {
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "N" },
      { AttributeName: "owner", AttributeType: "S" },
    ],
    KeySchema: keys("pk", "sk"),
    GlobalSecondaryIndexes: [
      { IndexName: "byOwner", KeySchema: keys("owner", "sk"), Projection: { ProjectionType: "ALL" } },
    ],
  });
}

const key = (dice: Dice) => ({ pk: { S: dice.pick(["a", "b"]) }, sk: { N: String(dice.between(1, 4)) } });

const item = (dice: Dice) => ({
  ...key(dice),
  amount: { N: String(dice.between(-5, 20)) },
  ...(dice.chance(0.7) ? { owner: { S: dice.pick(NAMES) } } : {}),
  ...(dice.chance(0.3) ? { tags: { SS: ["x", "y"] } } : {}),
  ...(dice.chance(0.3) ? { list: { L: [{ S: "one" }, { N: "2" }] } } : {}),
  ...(dice.chance(0.3) ? { map: { M: { inner: { BOOL: true } } } } : {}),
});

/** `:n` and `:s` are in every condition, so that every expression uses all of its values. */
const CONDITIONS = [
  "attribute_not_exists(pk)",
  "attribute_exists(pk) AND attribute_exists(amount)",
  "attribute_type(pk, :s) OR attribute_exists(map.inner)",
];

function condition(dice: Dice): object {
  if (!dice.chance(0.4)) return {};
  const ConditionExpression = dice.pick(CONDITIONS);
  const values = ConditionExpression.includes(":s") ? { ExpressionAttributeValues: { ":s": { S: "N" } } } : {};
  return { ConditionExpression, ReturnValuesOnConditionCheckFailure: "ALL_OLD", ...values };
}

function updateItem(dice: Dice): Command {
  const number = { N: String(dice.between(1, 9)) };
  const change = dice.pick([
    { UpdateExpression: "SET amount = if_not_exists(amount, :z) + :n", values: { ":z": { N: "0" }, ":n": number } },
    { UpdateExpression: "SET #o = :s", values: { ":s": { S: dice.pick(NAMES) } }, names: { "#o": "owner" } },
    { UpdateExpression: "REMOVE #o, tags", names: { "#o": "owner" } },
    { UpdateExpression: "ADD amount :n", values: { ":n": number } },
    { UpdateExpression: "SET amount = :n", values: { ":n": number, ":m": { N: "10" } }, condition: "amount < :m" },
  ] as { UpdateExpression: string; values?: object; names?: object; condition?: string }[]);
  return dynamodb("UpdateItem", {
    Key: key(dice),
    UpdateExpression: change.UpdateExpression,
    ReturnValues: dice.pick(["ALL_OLD", "ALL_NEW", "NONE"]),
    ...(change.values ? { ExpressionAttributeValues: change.values } : {}),
    ...(change.names ? { ExpressionAttributeNames: change.names } : {}),
    ...(change.condition ? { ConditionExpression: change.condition } : {}),
  });
}

function query(dice: Dice): Command {
  const pages = { token: "ExclusiveStartKey", from: "LastEvaluatedKey" };
  if (dice.chance(0.3)) {
    const given = {
      ExpressionAttributeNames: { "#o": "owner" },
      ExpressionAttributeValues: { ":o": { S: dice.pick(NAMES) } },
    };
    return dynamodb(
      "Query",
      { IndexName: "byOwner", KeyConditionExpression: "#o = :o", ...given },
      { pages, unordered: ["Items"] },
    );
  }
  const input = {
    KeyConditionExpression: `pk = :p AND sk ${dice.pick(["<", "<=", ">", ">=", "="])} :n`,
    ExpressionAttributeValues: { ":p": { S: dice.pick(["a", "b"]) }, ":n": { N: String(dice.between(1, 4)) } },
    ScanIndexForward: dice.chance(0.5),
  };
  return dynamodb("Query", input);
}

function transactWrite(dice: Dice): Command {
  const first = {
    Put: { TableName, Item: { ...item(dice), pk: { S: "a" } }, ConditionExpression: "attribute_not_exists(pk)" },
  };
  const second = {
    Delete: { TableName, Key: { ...key(dice), pk: { S: "b" } }, ConditionExpression: "attribute_exists(pk)" },
  };
  const input = { TransactItems: [first, second].slice(0, dice.between(1, 2)) };
  return { service: "dynamodb", operation: "TransactWriteItems", input };
}
