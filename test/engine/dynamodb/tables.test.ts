// Tables through the SDK: made, described, changed, tagged, protected and deleted; and what they hold outlives the engine.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LocalDynamodb, START, startDynamodb } from "./local-dynamodb.ts";

let local: LocalDynamodb;
let count = 0;
let TableName = "";

const simple = (more: Partial<CreateTableCommandInput> = {}): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  ...more,
});
const create = (more?: Partial<CreateTableCommandInput>) => local.client.send(new CreateTableCommand(simple(more)));
const described = async () => (await local.client.send(new DescribeTableCommand({ TableName }))).Table;
const put = (pk: string, more: object = {}) =>
  local.client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));
const read = async (pk: string) =>
  (await local.client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;

beforeAll(async () => {
  local = await startDynamodb();
});
afterAll(() => local.close());
beforeEach(() => {
  TableName = `table-${String(++count).padStart(3, "0")}`;
});

test("a table that was created is not missing, and one that was deleted is not there", async () => {
  const made = await create({ Tags: [{ Key: "a", Value: "1" }] });
  expect(made.TableDescription?.TableStatus).toBe("CREATING");
  const waiting = { client: local.client, maxWaitTime: 25 };
  await waitUntilTableExists(waiting, { TableName });
  await put("x");
  expect(await described()).toMatchObject({
    TableName,
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`,
    TableStatus: "ACTIVE",
    CreationDateTime: new Date(START),
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    ItemCount: 1,
    TableSizeBytes: 3,
    DeletionProtectionEnabled: false,
  });
  await local.client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists(waiting, { TableName });
  await expect(read("x")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found",
  });
  await create();
  expect(await read("x")).toBeUndefined();
});

test("a table is not made twice", async () => {
  await create();
  await expect(create()).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: `Table already exists: ${TableName}`,
  });
});

test.each<[string, Partial<CreateTableCommandInput>, RegExp]>([
  [
    "an undefined key attribute",
    { KeySchema: [{ AttributeName: "other", KeyType: "HASH" }] },
    /not defined in AttributeDefinitions/,
  ],
  [
    "an unused definition",
    { AttributeDefinitions: ["pk", "x"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })) },
    /Some AttributeDefinitions are not used/,
  ],
  [
    "no units though provisioned",
    { BillingMode: "PROVISIONED" },
    /must both be specified when BillingMode is PROVISIONED/,
  ],
  [
    "units though on demand",
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    /when BillingMode is PAY_PER_REQUEST/,
  ],
  [
    "streams",
    { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } },
    /not offered by this local engine/,
  ],
])("a table with %s is not made", async (_what, more, message) => {
  await expect(create(more)).rejects.toMatchObject({ name: "ValidationException", message });
  await expect(described()).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `Requested resource not found: Table: ${TableName} not found`,
  });
});

test("a protected table is not deleted", async () => {
  await create({ DeletionProtectionEnabled: true });
  const remove = () => local.client.send(new DeleteTableCommand({ TableName }));
  await expect(remove()).rejects.toMatchObject({ name: "ValidationException", message: /protected against deletion/ });
  await local.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await remove();
});

test("an index made later does not miss the items from before, and none is left when it is deleted", async () => {
  await create();
  await put("a", { colour: { S: "red" } });
  await put("b", { colour: { N: "7" } });
  await put("c");
  const AttributeDefinitions = ["pk", "colour"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S" as const,
  }));
  await local.client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: "colours",
            KeySchema: [{ AttributeName: "colour", KeyType: "HASH" }],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        },
      ],
    }),
  );
  const index = await described();
  expect(index?.GlobalSecondaryIndexes).toMatchObject([{ IndexName: "colours", IndexStatus: "ACTIVE", ItemCount: 1 }]);
  expect(index?.AttributeDefinitions).toEqual(AttributeDefinitions);
  const query = new QueryCommand({
    TableName,
    IndexName: "colours",
    KeyConditionExpression: "colour = :c",
    ExpressionAttributeValues: { ":c": { S: "red" } },
  });
  expect((await local.client.send(query)).Items).toEqual([{ pk: { S: "a" }, colour: { S: "red" } }]);
  await local.client.send(
    new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "colours" } }] }),
  );
  expect((await described())?.GlobalSecondaryIndexes).toBeUndefined();
});

test("a list of tables does not end before the last one", async () => {
  for (const name of ["zz-1", "zz-2", "zz-3"]) await create({ TableName: name });
  const first = await local.client.send(new ListTablesCommand({ ExclusiveStartTableName: "zz-0", Limit: 2 }));
  expect(first).toMatchObject({ TableNames: ["zz-1", "zz-2"], LastEvaluatedTableName: "zz-2" });
  const rest = await local.client.send(new ListTablesCommand({ ExclusiveStartTableName: "zz-2", Limit: 2 }));
  expect(rest.TableNames).toEqual(["zz-3"]);
  expect(rest.LastEvaluatedTableName).toBeUndefined();
});

test("tags are not lost by other tags", async () => {
  await create({ Tags: [{ Key: "a", Value: "1" }] });
  const ResourceArn = (await described())?.TableArn;
  await local.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
  await local.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  const { Tags } = await local.client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: "b", Value: "2" }]);
});

test("the backup setting is not forgotten", async () => {
  await create();
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await local.client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  const { ContinuousBackupsDescription } = await local.client.send(new DescribeContinuousBackupsCommand({ TableName }));
  expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe("ENABLED");
});

describe("time to live", () => {
  const enable = (Enabled = true, AttributeName = "expiresAt") =>
    local.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
  const inSeconds = (seconds: number) => ({ expiresAt: { N: String(local.clock.now() / 1_000 + seconds) } });
  const pass = (seconds: number) => local.clock.advanceTo(local.clock.now() + seconds * 1_000);

  test("removes nothing early, nothing without an expiry, and what expired before it was on", async () => {
    await create();
    await put("before", inSeconds(30));
    await enable();
    const { TimeToLiveDescription } = await local.client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
    await put("soon", inSeconds(90));
    await put("late", inSeconds(3_600));
    await put("never", { expiresAt: { S: "1" } });
    await put("kept", inSeconds(90));
    await put("kept", inSeconds(7_200));
    await put("ancient", inSeconds(-6 * 365 * 86_400));
    await pass(89);
    expect(await read("soon")).toBeDefined();
    await pass(61);
    expect(await read("before")).toBeUndefined();
    expect(await read("soon")).toBeUndefined();
    await pass(3_400);
    for (const pk of ["late", "never", "kept", "ancient"]) expect(await read(pk)).toBeDefined();
    await pass(120);
    expect(await read("late")).toBeUndefined();
    expect((await described())?.ItemCount).toBe(3);
  });

  test("does not remove anything once it is off", async () => {
    await create();
    await enable();
    await put("x", inSeconds(30));
    await expect(enable()).rejects.toMatchObject({
      name: "ValidationException",
      message: "TimeToLive is already enabled",
    });
    await enable(false);
    await pass(600);
    expect(await read("x")).toBeDefined();
  });
});

test("nothing answered is lost when the engine ends and starts again", async () => {
  const directory = mkdtempSync(join(tmpdir(), "dynamodb-"));
  const memory = local;
  try {
    local = await startDynamodb(directory);
    await create({ Tags: [{ Key: "a", Value: "1" }] });
    await put("x", { bytes: { B: Uint8Array.of(1, 2) } });
    await local.close();
    local = await startDynamodb(directory);
    expect(await read("x")).toEqual({ pk: { S: "x" }, bytes: { B: Uint8Array.of(1, 2) } });
    expect((await described())?.ItemCount).toBe(1);
  } finally {
    await local.close();
    local = memory;
    rmSync(directory, { recursive: true });
  }
});
