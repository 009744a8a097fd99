// Many items that expire together are not removed at one stroke: between batches requests are answered (S17).
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { startEngine } from "../../../src/engine/engine.ts";

const START = Date.UTC(2027, 2, 1, 6);

test("S17 a purge of a thousand runs does not hold the engine up for all of them at once", async () => {
  const clock = new VirtualClock(START);
  const engine = await startEngine({ directory: ":memory:", clock });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const dynamo = new DynamoDBClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const TableName = "ledger";
  await dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expires" };
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const expires = { N: String(START / 1_000 + 10) };
  for (let first = 0; first < 1_200; first += 25) {
    const items = Array.from({ length: 25 }, (_, at) => ({ pk: { S: String(first + at) }, expires }));
    const RequestItems = { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) };
    await dynamo.send(new BatchWriteItemCommand({ RequestItems }));
  }
  const left: (number | undefined)[] = [];
  const count = () => engine.store.get<{ n: number }>("SELECT COUNT(*) AS n FROM ddb_expiry")?.n;
  await clock.advanceTo(START + 120_000, async () => void left.push(count()));
  expect([...new Set(left)]).toEqual([1_200, 700, 200, 0]);
  dynamo.destroy();
  await engine.close();
});
