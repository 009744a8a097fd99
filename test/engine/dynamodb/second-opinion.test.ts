// What Amazon's DynamoDB Local taught the engine: each was a difference found by random sequences on both.
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDynamodb, startDynamodb } from "./local-dynamodb.ts";

const TableName = "opinion";
let local: LocalDynamodb;

const put = (Item: object, more: object = {}) =>
  local.client.send(new PutItemCommand({ TableName, Item: Item as never, ...more }));
const update = (more: object) =>
  local.client.send(new UpdateItemCommand({ TableName, Key: { pk: { S: "u" }, sk: { N: "1" } }, ...more }));

beforeAll(async () => {
  local = await startDynamodb();
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  await local.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys("pk", "sk"),
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
        { AttributeName: "g", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        { IndexName: "global", KeySchema: keys("g", "sk"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
      LocalSecondaryIndexes: [
        { IndexName: "local", KeySchema: keys("pk", "g"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
    }),
  );
});

afterAll(() => local.close());

describe("expressions", () => {
  test.each([
    ["a condition", () => put({ pk: { S: "a" }, sk: { N: "1" } }, { ConditionExpression: "attribute_exists(pk.a)" })],
    ["an update", () => update({ UpdateExpression: "SET a = if_not_exists(g[0], sk)" })],
    [
      "a projection",
      () =>
        local.client.send(
          new GetItemCommand({ TableName, Key: { pk: { S: "a" }, sk: { N: "1" } }, ProjectionExpression: "g[0]" }),
        ),
    ],
  ])("a path below a key attribute is not taken in %s", async (_, send) => {
    await expect(send()).rejects.toThrow("Key attributes must be scalars");
  });

  test("a path is not compared with itself, also where a placeholder hides it", async () => {
    const more = { ConditionExpression: "#n IN (a, s)", ExpressionAttributeNames: { "#n": "s" } };
    await expect(put({ pk: { S: "a" }, sk: { N: "1" } }, more)).rejects.toThrow("first operand must be distinct");
  });

  test("a value that its operator can never take is refused before the condition is asked", async () => {
    const more = {
      UpdateExpression: "SET a = b + :m",
      ConditionExpression: "attribute_exists(nothing)",
      ExpressionAttributeValues: { ":m": { M: {} } },
    };
    await expect(update(more)).rejects.toThrow("operator or function: +, operand type: M");
  });

  test("DELETE below what is no list or map is not passed over", async () => {
    await update({ UpdateExpression: "SET b = :s", ExpressionAttributeValues: { ":s": { S: "text" } } });
    const more = { UpdateExpression: "DELETE b[0] :v", ExpressionAttributeValues: { ":v": { SS: ["a"] } } };
    await expect(update(more)).rejects.toThrow("document path provided in the update expression is invalid");
  });

  test("an index's key of the wrong type is not hidden by a condition that fails", async () => {
    const wrong = { pk: { S: "a" }, sk: { N: "1" }, g: { N: "1" } };
    await expect(put(wrong, { ConditionExpression: "attribute_exists(pk)" })).rejects.toThrow("Type mismatch");
  });
});

describe("what an index does not hold", () => {
  beforeAll(async () => {
    await put({ pk: { S: "i" }, sk: { N: "1" }, g: { S: "x" }, note: { S: "n" } });
  });
  const given = { ExpressionAttributeNames: { "#n": "note" }, FilterExpression: "attribute_exists(#n)" };

  test("is not asked of a Query's filter", async () => {
    const more = { KeyConditionExpression: "g = :g", ExpressionAttributeValues: { ":g": { S: "x" } } };
    const sent = local.client.send(new QueryCommand({ TableName, IndexName: "global", ...given, ...more }));
    await expect(sent).rejects.toThrow("does not project one or more filter attributes: [note]");
  });

  test("is absent for a Scan of a global index, and fetched for one of a local index", async () => {
    const scanned = (IndexName: string) => local.client.send(new ScanCommand({ TableName, IndexName, ...given }));
    expect(await scanned("global")).toMatchObject({ Count: 0 });
    expect(await scanned("local")).toMatchObject({ Count: 1 });
  });

  test("costs no write of the index when it changes", async () => {
    const Key = { pk: { S: "i" }, sk: { N: "1" } };
    const UpdateExpression = "SET note = :n";
    const ExpressionAttributeValues = { ":n": { S: "other" } };
    const more = { Key, UpdateExpression, ExpressionAttributeValues, ReturnConsumedCapacity: "TOTAL" };
    expect((await update(more)).ConsumedCapacity?.CapacityUnits).toBe(1);
  });
});

describe("transactions", () => {
  const Key = { pk: { S: "t" }, sk: { N: "1" } };

  test("do not leave out what kind of unit they used, nor the cost of being sent again", async () => {
    const write = () =>
      local.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: Key } }],
          ClientRequestToken: "once",
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
    expect((await write()).ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2, WriteCapacityUnits: 2 }]);
    expect((await write()).ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    const TransactItems = [{ Get: { TableName, Key } }];
    const read = await local.client.send(
      new TransactGetItemsCommand({ TransactItems, ReturnConsumedCapacity: "TOTAL" }),
    );
    expect(read.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
  });

  test("an item that its index cannot take is no failed condition among the reasons", async () => {
    const Item = { ...Key, g: { N: "1" } };
    const Put = { TableName, Item, ConditionExpression: "attribute_exists(nothing)" };
    const sent = local.client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    await expect(sent).rejects.toMatchObject({ CancellationReasons: [{ Code: "ValidationError" }] });
  });
});

test("item collections are not passed over when they are asked for", async () => {
  const ReturnItemCollectionMetrics = "SIZE" as const;
  const shown = { ItemCollectionKey: { pk: { S: "m" } }, SizeEstimateRangeGB: [0, 1] };
  const Item = { pk: { S: "m" }, sk: { N: "1" } };
  const one = await put(Item, { ReturnItemCollectionMetrics });
  expect(one.ItemCollectionMetrics).toEqual(shown);
  const RequestItems = { [TableName]: [{ PutRequest: { Item } }] };
  const many = await local.client.send(new BatchWriteItemCommand({ RequestItems, ReturnItemCollectionMetrics }));
  expect(many.ItemCollectionMetrics).toEqual({ [TableName]: [shown] });
  const gone = await local.client.send(new DeleteItemCommand({ TableName, Key: Item, ReturnItemCollectionMetrics }));
  expect(gone.ItemCollectionMetrics).toEqual(shown);
});
