// What a function has of the engine's other services: its code out of a bucket, its records on a bus.
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateFunctionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, credentials, openBench, role, zipOf } from "./bench-of-functions.ts";

const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
let bench: Bench;
let s3: S3Client;
let sqs: SQSClient;
let events: EventBridgeClient;

beforeAll(async () => {
  bench = await openBench({ clock });
  const place = { endpoint: bench.engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  s3 = new S3Client({ ...place, forcePathStyle: true });
  [sqs, events] = [new SQSClient(place), new EventBridgeClient(place)];
});
afterAll(async () => {
  for (const client of [s3, sqs, events]) client.destroy();
  await bench.close();
});

test("code that lies in a bucket is neither lost nor mistaken, and code that does not lie there is named", async () => {
  const [S3Bucket, FunctionName] = ["code", "from-bucket"];
  await s3.send(new CreateBucketCommand({ Bucket: S3Bucket }));
  const put = (Key: string, answer: number) => {
    const Body = zipOf({ "index.mjs": `export const handler = async () => ${answer};` });
    return s3.send(new PutObjectCommand({ Bucket: S3Bucket, Key, Body }));
  };
  await put("one.zip", 1);
  await put("two.zip", 2);
  const settings = { FunctionName, Role: role, Runtime: "nodejs24.x", Handler: "index.handler" } as const;
  const create = (Code: object) => bench.lambda.send(new CreateFunctionCommand({ ...settings, Code }));
  const missing = { name: "InvalidParameterValueException", message: expect.stringContaining("NoSuchKey") };
  await expect(create({ S3Bucket, S3Key: "none.zip" })).rejects.toMatchObject(missing);
  const nowhere = { name: "InvalidParameterValueException", message: expect.stringContaining("NoSuchBucket") };
  await expect(create({ S3Bucket: "nowhere", S3Key: "one.zip" })).rejects.toMatchObject(nowhere);
  await create({ S3Bucket, S3Key: "one.zip" });
  expect((await bench.invoke(FunctionName)).answer).toBe(1);
  const update = (S3Key: string) => bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket, S3Key }));
  await expect(update("none.zip")).rejects.toMatchObject(missing);
  expect((await bench.invoke(FunctionName)).answer).toBe(1);
  await update("two.zip");
  expect((await bench.invoke(FunctionName)).answer).toBe(2);
});

test("no record for a bus is lost on its way to the rules of the bus", async () => {
  const policy = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: "*",
  };
  const Attributes = { Policy: JSON.stringify({ Version: "2012-10-17", Statement: policy }) };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "records", Attributes }));
  await events.send(new PutRuleCommand({ Name: "records", EventPattern: '{"source":["lambda"]}' }));
  const Targets = [{ Id: "t", Arn: "arn:aws:sqs:us-east-1:000000000000:records" }];
  await events.send(new PutTargetsCommand({ Rule: "records", Targets }));
  const source = "export const handler = async ({ fails }) => { if (fails) throw new Error('told'); return 'done'; };";
  await bench.create("tells", source);
  const Destination = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const DestinationConfig = { OnSuccess: { Destination }, OnFailure: { Destination } };
  const settings = { FunctionName: "tells", MaximumRetryAttempts: 0, DestinationConfig };
  await bench.lambda.send(new PutFunctionEventInvokeConfigCommand(settings));
  for (const fails of [false, true]) await bench.invoke("tells", { fails }, { InvocationType: "Event" });
  await clock.advanceTo(clock.now() + 1_000, bench.engine.settle);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const told = Messages.map(({ Body = "" }) => JSON.parse(Body));
  const by = (outcome: string) => told.find((event) => event["detail-type"].endsWith(outcome))?.detail;
  expect(by("Success")).toMatchObject({ requestContext: { condition: "Success" }, responsePayload: "done" });
  expect(by("Failure")).toMatchObject({
    requestContext: { condition: "RetriesExhausted" },
    responseContext: { functionError: "Unhandled" },
    responsePayload: { errorMessage: "told" },
  });
  expect(told).toHaveLength(2);
});
