// Ranges and pages through the SDK: nothing is read twice, left out, or out of order.
import {
  type AttributeValue,
  CreateTableCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDynamodb, startDynamodb } from "./local-dynamodb.ts";

const TableName = "runs";
let local: LocalDynamodb;

const S = (text: string): AttributeValue => ({ S: text });
const NUMBERS = ["-1e20", "-12.5", "-12", "-0.001", "0", "0.001", "2", "10", "11", "1e20"];

beforeAll(async () => {
  local = await startDynamodb();
  await local.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "day", "sort"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "recent",
          KeySchema: [
            { AttributeName: "day", KeyType: "HASH" },
            { AttributeName: "sort", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
        {
          IndexName: "narrow",
          KeySchema: [{ AttributeName: "day", KeyType: "HASH" }],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["outcome"] },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "sorted",
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sort", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
  for (let n = 0; n < 24; n++) {
    const number = String(n).padStart(2, "0");
    const Item = {
      pk: S(n % 2 === 0 ? "JOB#even" : "JOB#odd"),
      sk: S(`RUN#${number}`),
      day: S(n < 12 ? "monday" : "tuesday"),
      // Equal sort keys: the table's own key must keep such entries apart.
      sort: S(`at ${Math.floor(n / 4)}`),
      outcome: S(n % 3 === 0 ? "failed" : "succeeded"),
      n: { N: String(n) },
    };
    await local.client.send(new PutItemCommand({ TableName, Item }));
  }
  await local.client.send(new PutItemCommand({ TableName, Item: { pk: S("JOB#even"), sk: S("LOCK") } }));
});

afterAll(() => local.close());

async function everyPage(input: Partial<QueryCommandInput>): Promise<string[]> {
  const seen: string[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await local.client.send(new QueryCommand({ TableName, ...input, ExclusiveStartKey }));
    seen.push(...(page.Items ?? []).map((item) => item["sk"]?.S ?? "?"));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return seen;
}

const runs = (numbers: readonly number[]) => numbers.map((n) => `RUN#${String(n).padStart(2, "0")}`);
const EVEN = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22];

describe("a query of a partition", () => {
  const values = (more: Record<string, AttributeValue>) => ({ ":p": S("JOB#even"), ...more });

  test.each<[string, Record<string, AttributeValue>, string[]]>([
    ["pk = :p", {}, ["LOCK", ...runs(EVEN)]],
    ["pk = :p AND begins_with(sk, :s)", { ":s": S("RUN#") }, runs(EVEN)],
    ["pk = :p AND sk BETWEEN :a AND :b", { ":a": S("RUN#04"), ":b": S("RUN#08") }, runs([4, 6, 8])],
    ["(pk = :p) AND (sk > :a)", { ":a": S("RUN#18") }, runs([20, 22])],
    ["sk >= :a AND pk = :p", { ":a": S("RUN#20") }, runs([20, 22])],
    ["pk = :p AND sk < :a", { ":a": S("RUN#02") }, ["LOCK", "RUN#00"]],
    ["pk = :p AND sk <= :a", { ":a": S("RUN#00") }, ["LOCK", "RUN#00"]],
    ["pk = :p AND sk = :a", { ":a": S("RUN#06") }, runs([6])],
    [":p = pk AND :a < sk", { ":a": S("RUN#20") }, runs([22])],
  ])("%s does not read beyond its range", async (KeyConditionExpression, more, expected) => {
    const input = { KeyConditionExpression, ExpressionAttributeValues: values(more) };
    expect(await everyPage(input)).toEqual(expected);
    expect(await everyPage({ ...input, Limit: 1 })).toEqual(expected);
    expect(await everyPage({ ...input, Limit: 3, ScanIndexForward: false })).toEqual([...expected].reverse());
  });

  test("does not count what the filter drops, but pays for it", async () => {
    const page = await local.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :p",
        FilterExpression: "outcome = :f",
        ExpressionAttributeValues: values({ ":f": S("failed") }),
        Limit: 5,
        Select: "COUNT",
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(page).toMatchObject({ Count: 2, ScannedCount: 5, ConsumedCapacity: { CapacityUnits: 0.5 } });
    expect(page.Items).toBeUndefined();
    expect(page.LastEvaluatedKey).toEqual({ pk: S("JOB#even"), sk: S("RUN#06") });
  });

  test("does not return more than the projection", async () => {
    const { Items } = await local.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :p AND sk = :s",
        ExpressionAttributeValues: values({ ":s": S("RUN#06") }),
        ProjectionExpression: "#n, absent",
        ExpressionAttributeNames: { "#n": "n" },
      }),
    );
    expect(Items).toEqual([{ n: { N: "6" } }]);
  });

  test.each<[string, object, string]>([
    ["sk = :p", {}, "Query condition missed key schema element: pk"],
    ["pk > :p", {}, "Query key condition not supported"],
    ["pk = :p AND n = :p", {}, "Query condition missed key schema element: sk"],
    ["pk = :p OR sk = :p", {}, "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR"],
    ["pk = :p", { IndexName: "none" }, "The table does not have the specified index: none"],
    [
      "narrow = :p",
      { IndexName: "recent", ConsistentRead: true },
      "Consistent reads are not supported on global secondary indexes",
    ],
    [
      "pk = :p",
      { FilterExpression: "sk = :p" },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ],
    [
      "pk = :p",
      { ExclusiveStartKey: { pk: S("JOB#odd"), sk: S("RUN#01") } },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    ["((pk = :p))", {}, "Invalid KeyConditionExpression: The expression has redundant parentheses;"],
    [
      "#d = :p",
      { IndexName: "narrow", ProjectionExpression: "n", ExpressionAttributeNames: { "#d": "day" } },
      "One or more parameter values were invalid: Global secondary index narrow does not project [n]",
    ],
    ["pk = :p", { ExclusiveStartKey: { pk: S("JOB#odd") } }, "The provided starting key is invalid"],
  ])("%s is not let through with %o", async (KeyConditionExpression, more, message) => {
    const command = new QueryCommand({
      TableName,
      KeyConditionExpression,
      ExpressionAttributeValues: { ":p": S("JOB#even") },
      ...more,
    });
    await expect(local.client.send(command)).rejects.toMatchObject({ name: "ValidationException", message });
  });
});

describe("an index", () => {
  const day = (name: string, more: object = {}) => ({
    IndexName: "recent",
    KeyConditionExpression: "#d = :d",
    ExpressionAttributeNames: { "#d": "day" },
    ExpressionAttributeValues: { ":d": S(name) },
    ...more,
  });

  test("does not lose entries with equal sort keys between two pages", async () => {
    for (const Limit of [1, 2, 3, 5, 100]) {
      for (const ScanIndexForward of [true, false]) {
        const found = await everyPage(day("monday", { Limit, ScanIndexForward }));
        expect([...found].sort()).toEqual(runs([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        expect(new Set(found).size).toBe(12);
      }
    }
  });

  test("does not hold an item without its key, nor keep one that moved", async () => {
    const Key = { pk: S("JOB#moved"), sk: S("RUN#90") };
    const set = (UpdateExpression: string, ExpressionAttributeValues?: Record<string, AttributeValue>) => {
      const ExpressionAttributeNames = { "#d": "day" };
      return local.client.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression,
          ExpressionAttributeNames,
          ExpressionAttributeValues,
        }),
      );
    };
    await set("SET #d = :d, sort = :s", { ":d": S("friday"), ":s": S("a") });
    expect(await everyPage(day("friday"))).toEqual(["RUN#90"]);
    await set("SET #d = :d", { ":d": S("sunday") });
    expect(await everyPage(day("friday"))).toEqual([]);
    expect(await everyPage(day("sunday"))).toEqual(["RUN#90"]);
    await set("REMOVE #d");
    expect(await everyPage(day("sunday"))).toEqual([]);
  });

  test("does not hand out more than it projects", async () => {
    const { Items } = await local.client.send(
      new QueryCommand({ TableName, ...day("monday"), IndexName: "narrow", Limit: 1 }),
    );
    expect(Object.keys(Items?.[0] ?? {}).sort()).toEqual(["day", "outcome", "pk", "sk"]);
  });

  test("does not take a key of another type", async () => {
    const put = new PutItemCommand({ TableName, Item: { pk: S("x"), sk: S("y"), day: { N: "1" } } });
    await expect(local.client.send(put)).rejects.toMatchObject({
      message:
        "One or more parameter values were invalid: Type mismatch for Index Key day Expected: S Actual: N IndexName: recent",
    });
  });

  test("of the same partition key does not lose the table's order within equal keys", async () => {
    const input = {
      IndexName: "sorted",
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": S("JOB#even") },
    };
    expect(await everyPage({ ...input, Limit: 2 })).toEqual(runs(EVEN));
  });
});

describe("a scan", () => {
  async function scanned(input: Partial<ScanCommandInput>): Promise<string[]> {
    const seen: string[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await local.client.send(new ScanCommand({ TableName, ...input, ExclusiveStartKey }));
      seen.push(...(page.Items ?? []).map((item) => `${item["pk"]?.S} ${item["sk"]?.S}`));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return seen;
  }

  test("in segments and pages does not read an item twice or not at all", async () => {
    const all = await scanned({});
    expect(new Set(all).size).toBe(all.length);
    const parts = await Promise.all([0, 1, 2].map((Segment) => scanned({ Segment, TotalSegments: 3, Limit: 2 })));
    expect(parts.flat().sort()).toEqual([...all].sort());
    expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1);
  });

  test("of an index does not show what is not in it", async () => {
    expect(await scanned({ IndexName: "recent", Limit: 5 })).toHaveLength(24);
  });

  test("does not start in a segment that does not exist", async () => {
    await expect(scanned({ Segment: 3, TotalSegments: 3 })).rejects.toMatchObject({ name: "ValidationException" });
  });
});

test("numbers are not sorted as texts", async () => {
  const table = "numbers";
  await local.client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "n", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "n", KeyType: "RANGE" },
      ],
    }),
  );
  for (const n of [...NUMBERS].reverse()) {
    await local.client.send(new PutItemCommand({ TableName: table, Item: { pk: S("x"), n: { N: n } } }));
  }
  const query = new QueryCommand({
    TableName: table,
    KeyConditionExpression: "pk = :p AND n >= :n",
    ExpressionAttributeValues: { ":p": S("x"), ":n": { N: "-12.0" } },
  });
  const { Items } = await local.client.send(query);
  expect(Items?.map((item) => Number(item["n"]?.N))).toEqual(NUMBERS.slice(2).map(Number));
});

test("a page is not over 1 MB", async () => {
  for (let n = 0; n < 4; n++) {
    const Item = { pk: S("JOB#big"), sk: S(`RUN#${n}`), text: S("x".repeat(400_000)) };
    await local.client.send(new PutItemCommand({ TableName, Item }));
  }
  const input = { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": S("JOB#big") } };
  const first = await local.client.send(new QueryCommand({ TableName, ...input }));
  expect(first.Count).toBe(2);
  expect(first.LastEvaluatedKey).toEqual({ pk: S("JOB#big"), sk: S("RUN#1") });
  expect(await everyPage(input)).toEqual(["RUN#0", "RUN#1", "RUN#2", "RUN#3"]);
});
