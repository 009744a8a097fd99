// Makes a golden store: run it with the engine of a release before its format is left behind.
// node test/engine/store/make-golden.ts test/engine/store/golden/format-N.zip
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Zippable, zipSync } from "fflate";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { startEngine } from "../../../src/engine/engine.ts";

const target = process.argv[2];
if (!target) throw new Error("usage: make-golden.ts FILE.zip");
const directory = mkdtempSync(join(tmpdir(), "lamp-golden-"));
const clock = new VirtualClock(Date.UTC(2026, 0, 5, 6));
const engine = await startEngine({ directory, clock, fire: false });
const place = {
  endpoint: engine.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "k", secretAccessKey: "s" },
};
const statement = (body: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...body }] });
const role = "arn:aws:iam::000000000000:role/golden";
const queue = "arn:aws:sqs:us-east-1:000000000000:golden";

const iam = new IAMClient(place);
const trust = statement({
  Principal: { Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] },
  Action: "sts:AssumeRole",
});
await iam.send(new CreateRoleCommand({ RoleName: "golden", AssumeRolePolicyDocument: trust }));
const policy = statement({ Action: "*", Resource: "*" });
await iam.send(new PutRolePolicyCommand({ RoleName: "golden", PolicyName: "all", PolicyDocument: policy }));

const sqs = new SQSClient(place);
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "golden" }));
await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a dead letter" }));

const scheduler = new SchedulerClient(place);
await scheduler.send(
  new CreateScheduleCommand({
    Name: "golden",
    ScheduleExpression: "cron(0 7 * * ? *)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: queue, RoleArn: role, Input: "fired" },
  }),
);

const dynamodb = new DynamoDBClient(place);
await dynamodb.send(
  new CreateTableCommand({
    TableName: "golden",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  }),
);
await dynamodb.send(new PutItemCommand({ TableName: "golden", Item: { pk: { S: "item" }, n: { N: "1" } } }));

const s3 = new S3Client({ ...place, forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: "golden" }));
await s3.send(new PutObjectCommand({ Bucket: "golden", Key: "small", Body: "small" }));
await s3.send(new PutObjectCommand({ Bucket: "golden", Key: "large", Body: "large ".repeat(20_000) }));

const lambda = new LambdaClient(place);
const ZipFile = zipSync({ "index.mjs": Buffer.from("export const handler = async (event) => event;") });
await lambda.send(
  new CreateFunctionCommand({
    FunctionName: "golden",
    Role: role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Code: { ZipFile },
  }),
);
await lambda.send(
  new InvokeCommand({ FunctionName: "golden", InvocationType: "Event", Payload: Buffer.from('{"n":1}') }),
);

await engine.close();
for (const client of [iam, sqs, scheduler, dynamodb, s3, lambda]) client.destroy();
const files: Zippable = {};
for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  files[relative(directory, path)] = readFileSync(path);
}
writeFileSync(target, zipSync(files, { level: 9, mtime: "2026-01-05" }));
rmSync(directory, { recursive: true });
