// The small doors: to DynamoDB, to invoking, to logs and to rules. They must not change what passes through them.
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { createDynamo } from "../../src/aws/dynamo.ts";
import { createInvoker } from "../../src/aws/invoker.ts";
import { createLogs } from "../../src/aws/logs.ts";
import { rulesTargeting } from "../../src/aws/rules.ts";
import { codeSha256Of, zipOf } from "../../src/bundle/zip.ts";
import { ConditionFailed } from "../../src/ledger/dynamo.ts";
import { createAll, EVERYTHING, engineCloud, FUNCTION } from "./engine-cloud.ts";
import { recordingServer } from "./recording-server.ts";

describe("the ledger's door", () => {
  const ITEM = {
    pk: { S: "JOB#a" },
    sk: { S: "LOCK" },
    n: { N: "1" },
    things: { L: [{ BOOL: true }, { NULL: true }] },
  };
  const tables = EVERYTHING.filter(({ kind }) => kind === "table");

  test("does not change items on their way there and back", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(cloud, tables);
    const dynamo = createDynamo(clients);
    const TableName = "acme-test-ledger";
    await dynamo.send("PutItem", { TableName, Item: ITEM });
    const Key = { pk: ITEM.pk, sk: ITEM.sk };
    expect(await dynamo.send("GetItem", { TableName, Key })).toEqual({ Item: ITEM });
    const put = { PutRequest: { Item: { ...ITEM, sk: { S: "RUN#1" } } } };
    await dynamo.send("BatchWriteItem", { RequestItems: { [TableName]: [put] } });
    const query = { KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": ITEM.pk } };
    const { Items } = await dynamo.send("Query", { TableName, ...query });
    expect(Items).toEqual([ITEM, put.PutRequest.Item]);
    await dynamo.send("UpdateItem", { TableName, Key, UpdateExpression: "REMOVE n, things" });
    expect(await dynamo.send("DeleteItem", { TableName, Key, ReturnValues: "ALL_OLD" })).toEqual({ Attributes: Key });
  });

  test("does not hide the old item when a condition does not hold", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(cloud, tables);
    const dynamo = createDynamo(clients);
    const put = {
      TableName: "acme-test-ledger",
      Item: ITEM,
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    };
    await dynamo.send("PutItem", put);
    const failure = await dynamo.send("PutItem", put).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConditionFailed);
    expect((failure as ConditionFailed).item).toEqual(ITEM);
  });
});

describe("the invoker", () => {
  const code = zipOf(
    new Map([
      [
        "index.mjs",
        new TextEncoder().encode(`export const handler = async (event) => {
          console.log("seen", event.text);
          if (event.fail) throw new RangeError("on purpose");
          return event;
        };`),
      ],
    ]),
  );

  async function started() {
    const { cloud, clients } = await engineCloud();
    const upToFunction = EVERYTHING.filter(({ kind }) => kind === "role" || kind === "log-group" || kind === "queue");
    await createAll(cloud, upToFunction);
    await cloud.create({ ...FUNCTION, codeSha256: codeSha256Of(code) }, code);
    return { clients, invoker: createInvoker(clients) };
  }

  test("does not lose the answer, nor the log, nor that the handler failed", async () => {
    const { invoker } = await started();
    const good = await invoker.call({ function: `${FUNCTION.name}:live`, payload: '{"text":"ä"}' });
    expect(good).toMatchObject({ payload: '{"text":"ä"}', functionError: undefined, executedVersion: "1" });
    expect(good.logTail).toContain(`RequestId: ${good.requestId}`);
    const bad = await invoker.call({ function: `${FUNCTION.name}:live`, payload: '{"fail":true}' });
    expect(bad.functionError).toBe("Unhandled");
    expect(JSON.parse(bad.payload)).toMatchObject({ errorType: "RangeError", errorMessage: "on purpose" });
  });

  test("does not say that an event is done when it is only accepted", async () => {
    const { invoker } = await started();
    const answer = await invoker.sendEvent({ function: `${FUNCTION.name}:live`, payload: "{}" });
    expect(answer).toMatchObject({ payload: "", functionError: undefined, logTail: undefined });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("logs", () => {
  const BASE = Date.now();

  async function written(messages: readonly string[]) {
    const { clients } = await engineCloud();
    const logs = await clients.logs();
    const place = { logGroupName: "/aws/lambda/x", logStreamName: "s" };
    await logs.send(new CreateLogGroupCommand(place));
    await logs.send(new CreateLogStreamCommand(place));
    const logEvents = messages.map((message, index) => ({ timestamp: BASE + index, message }));
    for (let from = 0; from < logEvents.length; from += 5_000) {
      await logs.send(new PutLogEventsCommand({ ...place, logEvents: logEvents.slice(from, from + 5_000) }));
    }
    return createLogs(clients);
  }

  const collected = async (lines: AsyncIterable<{ message: string }>) => {
    const messages: string[] = [];
    for await (const { message } of lines) messages.push(message);
    return messages;
  };

  test("do not show lines of other runs, nor of other times", async () => {
    const logs = await written(['id-1 "quoted" a', "id-2 b", 'id-1 "quoted" c', 'id-1 "quoted" late']);
    const query = { logGroup: "/aws/lambda/x", fromAt: BASE, toAt: BASE + 2, text: 'id-1 "quoted"' };
    expect(await collected(logs.lines(query))).toEqual(['id-1 "quoted" a', 'id-1 "quoted" c']);
  });

  test("do not end at the first page, which holds 10,000 at most", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `line ${index}`);
    const logs = await written(many);
    expect(await collected(logs.lines({ logGroup: "/aws/lambda/x", fromAt: BASE }))).toEqual(many);
  });

  test("do not fail for a function that has written nothing yet", async () => {
    const { clients } = await engineCloud();
    expect(await collected(createLogs(clients).lines({ logGroup: "/aws/lambda/none", fromAt: 0 }))).toEqual([]);
  });
});

test("rules on a function do not stop at the first page", async () => {
  const pages = [{ RuleNames: ["a", "b"], NextToken: "t" }, { RuleNames: ["c"] }];
  const server = await recordingServer(() => ({ status: 200, body: pages.shift() }));
  const clients = createClients({ region: "us-east-1", endpoint: server.endpoint, embedded: true });
  onTestFinished(async () => {
    clients.close();
    await server.close();
  });
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:x:live";
  expect(await rulesTargeting(clients, arn)).toEqual(["a", "b", "c"]);
  expect(server.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { TargetArn: arn },
    { TargetArn: arn, NextToken: "t" },
  ]);
});
