// What the load works on: role, queues, a table with many runs in it, a bucket, a function that notes each of its runs.
import { BatchWriteItemCommand, CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { statement } from "../../engine/scheduler/scheduler-engine.ts";
import { type Clients, queueArn, ROLE } from "./clients.ts";

export const TICKING = 10;

export async function prepare(aws: Clients, runs: number, effects: string): Promise<void> {
  await prepareTargets(aws);
  const source = `import { appendFileSync } from "node:fs";
    export const handler = async ({ id }) => appendFileSync(${JSON.stringify(effects)}, id + "\\n");`;
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "effect",
      Role: ROLE,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: zipSync({ "index.mjs": strToU8(source) }) },
    }),
  );
  const OnFailure = { Destination: queueArn("failed") };
  await aws.lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: "effect", DestinationConfig: { OnFailure } }),
  );
  for (let index = 0; index < TICKING; index++) {
    await aws.scheduler.send(
      new CreateScheduleCommand({
        Name: `tick-${index}`,
        ScheduleExpression: "rate(1 minute)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: queueArn("ticks"), RoleArn: ROLE, Input: `${index} <aws.scheduler.scheduled-time>` },
      }),
    );
  }
  await storeRuns(aws, runs);
}

/** What needs no function and no minute to pass. */
export async function prepareTargets(aws: Clients): Promise<void> {
  const trust = statement({
    Principal: { Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] },
    Action: "sts:AssumeRole",
  });
  await aws.iam.send(new CreateRoleCommand({ RoleName: "crash", AssumeRolePolicyDocument: trust }));
  const policy = statement({ Action: "*", Resource: "*" });
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: "crash", PolicyName: "all", PolicyDocument: policy }));
  for (const QueueName of ["fired", "ticks", "letters", "inbox", "failed"]) {
    await aws.sqs.send(new CreateQueueCommand({ QueueName }));
  }
  await aws.s3.send(new CreateBucketCommand({ Bucket: "crash" }));
  for (const TableName of ["crash", "runs"]) {
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      }),
    );
  }
}

/** Items of a ledger's size. */
async function storeRuns(aws: Clients, runs: number): Promise<void> {
  const result = "r".repeat(500);
  const batch = (from: number) =>
    Array.from({ length: Math.min(25, runs - from) }, (_, index) => ({
      PutRequest: { Item: { pk: { S: `RUN#${from + index}` }, status: { S: "succeeded" }, result: { S: result } } },
    }));
  for (let from = 0; from < runs; from += 200) {
    const starts = Array.from({ length: 8 }, (_, index) => from + index * 25).filter((start) => start < runs);
    await Promise.all(
      starts.map((start) => aws.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { runs: batch(start) } }))),
    );
  }
}
