// Several items at once through the SDK: all or none, once or not at all.
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type LocalDynamodb, startDynamodb } from "./local-dynamodb.ts";

const TableName = "things";
let local: LocalDynamodb;
let prefix = "";
let count = 0;

beforeAll(async () => {
  local = await startDynamodb();
  await local.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
});
afterAll(() => local.close());
beforeEach(() => {
  prefix = `${++count}-`;
});

const key = (name: string) => ({ pk: { S: prefix + name } });
const item = (name: string, n: number): Record<string, AttributeValue> => ({ ...key(name), n: { N: String(n) } });
const put = (name: string, n: number) => local.client.send(new PutItemCommand({ TableName, Item: item(name, n) }));
const read = async (name: string) =>
  (await local.client.send(new GetItemCommand({ TableName, Key: key(name) }))).Item?.["n"]?.N;
const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  local.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

const increment = (name: string): TransactWriteItem => ({
  Update: {
    TableName,
    Key: key(name),
    UpdateExpression: "ADD n :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  },
});
const absent = { ConditionExpression: "attribute_not_exists(pk)" } as const;

test("a transaction does not leave a part undone", async () => {
  await put("old", 1);
  await put("seen", 7);
  await transact([
    { Put: { TableName, Item: item("new", 5), ...absent } },
    increment("old"),
    {
      ConditionCheck: {
        TableName,
        Key: key("seen"),
        ConditionExpression: "n = :n",
        ExpressionAttributeValues: { ":n": { N: "7.0" } },
      },
    },
  ]);
  expect([await read("new"), await read("old"), await read("seen")]).toEqual(["5", "2", "7"]);
  await transact([{ Delete: { TableName, Key: key("new") } }]);
  expect(await read("new")).toBeUndefined();
});

test("a transaction with one failed condition does nothing, and names each reason in order", async () => {
  await put("taken", 1);
  await put("text", 1);
  const failing = transact([
    increment("counter"),
    { Put: { TableName, Item: item("taken", 2), ...absent, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
    { Update: { TableName, Key: key("text"), UpdateExpression: "SET a = absent" } },
  ]);
  await expect(failing).rejects.toMatchObject({
    name: "TransactionCanceledException",
    message:
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]",
    CancellationReasons: [
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: item("taken", 1) },
      {
        Code: "ValidationError",
        Message: "The provided expression refers to an attribute that does not exist in the item",
      },
    ],
  });
  expect(await read("counter")).toBeUndefined();
  expect(await read("taken")).toBe("1");
});

test("a transaction sent again with its token is not done again", async () => {
  const token = `token-${prefix}`;
  await transact([increment("a")], token);
  await transact([increment("a")], token);
  expect(await read("a")).toBe("1");
  await expect(transact([increment("b")], token)).rejects.toMatchObject({
    name: "IdempotentParameterMismatchException",
  });
  await local.clock.advanceTo(local.clock.now() + 10 * 60_000);
  await transact([increment("a")], token);
  expect(await read("a")).toBe("2");
});

test("a cancelled transaction does not use up its token", async () => {
  const token = `token-${prefix}`;
  const guarded: TransactWriteItem[] = [
    increment("a"),
    { ConditionCheck: { TableName, Key: key("gate"), ConditionExpression: "attribute_exists(pk)" } },
  ];
  await expect(transact(guarded, token)).rejects.toMatchObject({ name: "TransactionCanceledException" });
  await put("gate", 1);
  await transact(guarded, token);
  expect(await read("a")).toBe("1");
});

test("a transaction does not write one item twice", async () => {
  await expect(transact([increment("a"), increment("a")])).rejects.toMatchObject({
    name: "ValidationException",
    message: "Transaction request cannot include multiple operations on one item",
  });
});

test("transactional reads are not out of order", async () => {
  await put("a", 1);
  await put("c", 3);
  const gets = ["c", "b", "a"].map((name) => ({ Get: { TableName, Key: key(name) } }));
  const { Responses } = await local.client.send(new TransactGetItemsCommand({ TransactItems: gets }));
  expect(Responses?.map(({ Item }) => Item?.["n"]?.N)).toEqual(["3", undefined, "1"]);
});

test("a batch does not leave a write out", async () => {
  await put("gone", 1);
  const writes = [
    { DeleteRequest: { Key: key("gone") } },
    ...[1, 2, 3].map((n) => ({ PutRequest: { Item: item(`batch ${n}`, n) } })),
  ];
  const written = await local.client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));
  expect(written.UnprocessedItems).toEqual({});
  const Keys = ["gone", "batch 1", "batch 2", "batch 3"].map(key);
  const { Responses } = await local.client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  expect(Responses?.[TableName]?.map((found) => found["n"]?.N).sort()).toEqual(["1", "2", "3"]);
});

test("a batch does not name one item twice", async () => {
  const twice = [{ PutRequest: { Item: item("a", 1) } }, { DeleteRequest: { Key: key("a") } }];
  await expect(
    local.client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: twice } })),
  ).rejects.toMatchObject({ name: "ValidationException", message: "Provided list of item keys contains duplicates" });
});

test("a batch over 16 MB is not answered in full, but says what is left", async () => {
  const names = Array.from({ length: 45 }, (_, n) => `big ${n}`);
  for (const name of names) {
    const Item = { ...key(name), text: { S: "x".repeat(400_000) } };
    await local.client.send(new PutItemCommand({ TableName, Item }));
  }
  const RequestItems = { [TableName]: { Keys: names.map(key) } };
  const { Responses, UnprocessedKeys } = await local.client.send(new BatchGetItemCommand({ RequestItems }));
  const got = Responses?.[TableName]?.length ?? 0;
  expect(got).toBeGreaterThan(0);
  expect(got).toBeLessThan(45);
  expect(got + (UnprocessedKeys?.[TableName]?.Keys?.length ?? 0)).toBe(45);
});
