// One item at a time, through the SDK: what is written is read back, and a condition that does not hold changes nothing.
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type ReturnValue,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LocalDynamodb, startDynamodb } from "./local-dynamodb.ts";

type Attributes = Record<string, AttributeValue>;

let local: LocalDynamodb;
let count = 0;
let Key: Attributes = {};
const TableName = "things";

beforeAll(async () => {
  local = await startDynamodb();
  await local.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
});

afterAll(() => local.close());

beforeEach(() => {
  Key = { pk: { S: `thing ${++count}` }, sk: { N: "1" } };
});

const put = (attributes: Attributes) =>
  local.client.send(new PutItemCommand({ TableName, Item: { ...Key, ...attributes } }));
const read = async () => (await local.client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;

function update(UpdateExpression: string, values?: Attributes, more: object = {}) {
  const ExpressionAttributeValues = values;
  return local.client.send(
    new UpdateItemCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues, ...more }),
  );
}

test("no type of value is lost on the way in and out", async () => {
  const attributes: Attributes = {
    text: { S: "naïve 🏮 \u0000" },
    empty: { S: "" },
    number: { N: "-12345678901234567890.123456789" },
    bytes: { B: Uint8Array.of(0, 255, 128) },
    yes: { BOOL: false },
    nothing: { NULL: true },
    texts: { SS: ["b", "a"] },
    numbers: { NS: ["2", "1"] },
    binaries: { BS: [Uint8Array.of(1), Uint8Array.of(2, 3)] },
    list: { L: [{ S: "x" }, { L: [{ B: Uint8Array.of(7) }] }] },
    map: { M: { __proto__x: { S: "p" }, constructor: { N: "1" } } },
  };
  await put(attributes);
  expect(await read()).toEqual({ ...Key, ...attributes });
});

test.each([
  ["1.0", "1"],
  ["1e3", "1000"],
  ["-0.00", "0"],
  ["+00012.3400", "12.34"],
  ["1e-130", `0.${"0".repeat(129)}1`],
  ["9.9999999999999999999999999999999999999e125", `${"9".repeat(38)}${"0".repeat(88)}`],
])("the number %s does not come back in another form than %s", async (given, normal) => {
  await put({ n: { N: given } });
  expect((await read())?.["n"]).toEqual({ N: normal });
});

test.each([
  ["1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"],
  ["1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"],
  ["1".repeat(39), "Attempting to store more than 38 significant digits in a Number"],
  ["twelve", "The parameter cannot be converted to a numeric value: twelve"],
  ["Infinity", "The parameter cannot be converted to a numeric value: Infinity"],
])("the number %s is not accepted", async (given, message) => {
  await expect(put({ n: { N: given } })).rejects.toMatchObject({ name: "ValidationException", message });
});

describe("a condition that does not hold", () => {
  const once = (more: object = {}) =>
    local.client.send(
      new PutItemCommand({
        TableName,
        Item: { ...Key, by: { S: "second" } },
        ConditionExpression: "attribute_not_exists(pk)",
        ...more,
      }),
    );

  test("does not let a second put through, and shows the first item when asked", async () => {
    await put({ by: { S: "first" } });
    const failed = { name: "ConditionalCheckFailedException", message: "The conditional request failed" };
    await expect(once()).rejects.toMatchObject({ ...failed, Item: undefined });
    const shown = once({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
    await expect(shown).rejects.toMatchObject({ ...failed, Item: { ...Key, by: { S: "first" } } });
    expect(await read()).toEqual({ ...Key, by: { S: "first" } });
  });

  test("lets the first put through", async () => {
    await once();
    expect(await read()).toEqual({ ...Key, by: { S: "second" } });
  });

  test("does not delete", async () => {
    await put({ state: { S: "running" } });
    const removal = new DeleteItemCommand({
      TableName,
      Key,
      ConditionExpression: "#s = :done",
      ExpressionAttributeNames: { "#s": "state" },
      ExpressionAttributeValues: { ":done": { S: "done" } },
    });
    await expect(local.client.send(removal)).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    expect(await read()).toBeDefined();
  });

  test("does not make an item by an update", async () => {
    const tried = update("SET a = :a", { ":a": { N: "1" } }, { ConditionExpression: "attribute_exists(pk)" });
    await expect(tried).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    expect(await read()).toBeUndefined();
  });
});

describe("an update", () => {
  const before: Attributes = {
    n: { N: "0.1" },
    parts: { L: [{ N: "0" }, { N: "1" }, { N: "2" }] },
    place: { M: { a: { S: "a" }, b: { S: "b" } } },
    tags: { SS: ["x", "y"] },
  };

  test.each<[string, Attributes, Attributes]>([
    ["SET n = n + :d", { ":d": { N: "0.2" } }, { n: { N: "0.3" } }],
    ["SET n = :d - n", { ":d": { N: "100000000000000000000" } }, { n: { N: "99999999999999999999.9" } }],
    ["SET m = if_not_exists(m, :z) + :d", { ":z": { N: "5" }, ":d": { N: "1" } }, { m: { N: "6" } }],
    [
      "SET parts = list_append(:l, parts)",
      { ":l": { L: [{ N: "9" }] } },
      { parts: { L: [9, 0, 1, 2].map((n) => ({ N: `${n}` })) } },
    ],
    ["SET parts[9] = :v", { ":v": { N: "9" } }, { parts: { L: [0, 1, 2, 9].map((n) => ({ N: `${n}` })) } }],
    ["SET place.a = place.b, place.b = place.a", {}, { place: { M: { a: { S: "b" }, b: { S: "a" } } } }],
    ["REMOVE parts[0], parts[2]", {}, { parts: { L: [{ N: "1" }] } }],
    ["REMOVE place.a, absent", {}, { place: { M: { b: { S: "b" } } } }],
    ["ADD n :d, fresh :d", { ":d": { N: "-1" } }, { n: { N: "-0.9" }, fresh: { N: "-1" } }],
    ["ADD tags :t", { ":t": { SS: ["y", "z"] } }, { tags: { SS: ["x", "y", "z"] } }],
    ["DELETE tags :t", { ":t": { SS: ["y", "q"] } }, { tags: { SS: ["x"] } }],
  ])("%s changes nothing but what it names", async (expression, values, changed) => {
    await put(before);
    await update(expression, Object.keys(values).length > 0 ? values : undefined);
    expect(await read()).toEqual({ ...Key, ...before, ...changed });
  });

  test("leaves no empty set behind", async () => {
    await put(before);
    await update("DELETE tags :t", { ":t": { SS: ["x", "y"] } });
    expect(await read()).not.toHaveProperty("tags");
  });

  test.each<[ReturnValue, Attributes | undefined]>([
    ["NONE", undefined],
    ["ALL_OLD", { n: { N: "0.1" }, place: before["place"] as AttributeValue }],
    ["UPDATED_OLD", { place: { M: { a: { S: "a" } } } }],
    ["ALL_NEW", { n: { N: "0.1" }, place: { M: { a: { S: "new" }, b: { S: "b" } } } }],
    ["UPDATED_NEW", { place: { M: { a: { S: "new" } } } }],
  ])("does not return anything but %s", async (ReturnValues, expected) => {
    await put({ n: { N: "0.1" }, place: before["place"] as AttributeValue });
    const { Attributes } = await update("SET place.a = :v", { ":v": { S: "new" } }, { ReturnValues });
    expect(Attributes).toEqual(ReturnValues.startsWith("ALL") ? { ...Key, ...expected } : expected);
  });

  test.each<[string, Attributes | undefined, string]>([
    [
      "SET pk = :v",
      { ":v": { S: "x" } },
      "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    ],
    [
      "SET a = :v, a.b = :v",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]",
    ],
    ["SET a.b = :v", { ":v": { S: "x" } }, "The document path provided in the update expression is invalid for update"],
    ["SET a = absent", undefined, "The provided expression refers to an attribute that does not exist in the item"],
    ["SET a = tags + :v", { ":v": { N: "1" } }, "An operand in the update expression has an incorrect data type"],
    [
      "SET status = :v",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status",
    ],
    [
      "SET a = :v SET b = :v",
      { ":v": { S: "x" } },
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      "SET a = :w",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :w",
    ],
    [
      "SET a = :v",
      { ":v": { S: "x" }, ":w": { S: "x" } },
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}",
    ],
    [
      "SET #a = :v",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #a",
    ],
    ["SET a = = :v", { ":v": { S: "x" } }, 'Invalid UpdateExpression: Syntax error; token: "=", near: "= = :v"'],
    [
      "ADD tags :v",
      { ":v": { S: "x" } },
      "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
    ],
  ])("%s is not let through", async (expression, values, message) => {
    await put({ tags: { SS: ["x"] } });
    await expect(update(expression, values)).rejects.toMatchObject({ name: "ValidationException", message });
  });
});

test.each<[string, Attributes, string]>([
  ["without its key", { pk: { S: "x" } }, "One or more parameter values were invalid: Missing the key sk in the item"],
  [
    "with a key of another type",
    { pk: { S: "x" }, sk: { S: "1" } },
    "One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S",
  ],
  [
    "with an empty key",
    { pk: { S: "" }, sk: { N: "1" } },
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
  ],
  [
    "with a key too long",
    { pk: { S: "x".repeat(2049) }, sk: { N: "1" } },
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
  ],
  [
    "over 400 KB",
    { pk: { S: "x" }, sk: { N: "1" }, big: { S: "x".repeat(409_600) } },
    "Item size has exceeded the maximum allowed size",
  ],
  [
    "with an empty set",
    { pk: { S: "x" }, sk: { N: "1" }, s: { SS: [] } },
    "One or more parameter values were invalid: An string set  may not be empty",
  ],
])("an item %s is not stored", async (_what, Item, message) => {
  const tried = local.client.send(new PutItemCommand({ TableName, Item }));
  await expect(tried).rejects.toMatchObject({ name: "ValidationException", message });
});

test("a legacy parameter is not silently ignored", async () => {
  const tried = local.client.send(new PutItemCommand({ TableName, Item: Key, Expected: { pk: { Exists: false } } }));
  await expect(tried).rejects.toMatchObject({ name: "ValidationException", message: /use ConditionExpression/ });
});

test("what a write consumed is not counted less than AWS would", async () => {
  const { ConsumedCapacity } = await local.client.send(
    new PutItemCommand({
      TableName,
      Item: { ...Key, text: { S: "x".repeat(1_500) } },
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  expect(ConsumedCapacity).toMatchObject({ TableName, CapacityUnits: 2 });
});
