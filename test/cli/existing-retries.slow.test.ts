// An existing function's retries: set where the file asks for it, beside whatever else is set there, and left behind as they are.
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { zipOf } from "../../src/bundle/zip.ts";
import { startEngine } from "../../src/engine/engine.ts";
import { project } from "./lamp.ts";

const file = (more: string) => `app: acme\njobs:\n  bill: {schedule: "0 6 * * *", function: billing${more}}\n`;
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:theirs";

async function onEngine<Result>(folder: string, work: (place: object) => Promise<Result>): Promise<Result> {
  const engine = await startEngine({ directory: join(folder, ".lamp"), fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  try {
    return await work({ endpoint: engine.endpoint, region: "us-east-1", credentials });
  } finally {
    await engine.close();
  }
}

const billing = async (place: object) => {
  const [iam, sqs, lambda] = [new IAMClient(place), new SQSClient(place), new LambdaClient(place)];
  const document = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } });
  const trust = document({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "billing", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = document({ Action: "*", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "billing", PolicyName: "all", PolicyDocument }));
  await sqs.send(new CreateQueueCommand({ QueueName: "theirs" }));
  const ZipFile = zipOf(new Map([["index.mjs", new TextEncoder().encode("export const handler = () => {};")]]));
  const Role = "arn:aws:iam::000000000000:role/billing";
  const how = { Role, Runtime: "nodejs24.x" as const, Handler: "index.handler", Code: { ZipFile } };
  await lambda.send(new CreateFunctionCommand({ FunctionName: "billing", ...how }));
  const DestinationConfig = { OnFailure: { Destination: QUEUE } };
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: "billing", MaximumRetryAttempts: 2, DestinationConfig }),
  );
};

const settings = async (place: object) => {
  const found = await new LambdaClient(place).send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: "billing" }),
  );
  return [found.MaximumRetryAttempts, found.MaximumEventAgeInSeconds, found.DestinationConfig?.OnFailure?.Destination];
};

test("an existing function's settings are changed only where the file asks, and never taken away", {
  timeout: 60_000,
}, async () => {
  const { folder, lamp, write } = project({ "jobs.yaml": file("") });
  await onEngine(folder, billing);
  const look = () => onEngine(folder, settings);
  const before = await look();
  expect((await lamp("sync")).code).toBe(0);
  expect(await look()).toEqual(before);
  write("jobs.yaml", file(", retry: {attempts: 0, maxAge: 2h}"));
  expect((await lamp("plan")).out).toContain("~ retry-settings billing:$LATEST");
  expect((await lamp("sync")).code).toBe(0);
  expect(await look()).toEqual([0, 7_200, QUEUE]);
  expect((await lamp("plan", "--exit-code")).code).toBe(0);
  write("jobs.yaml", file(""));
  expect((await lamp("sync", "--prune", "--yes")).code).toBe(0);
  write("jobs.yaml", file(", retry: {attempts: 0, maxAge: 2h}"));
  expect((await lamp("destroy", "--yes")).code).toBe(0);
  expect(await look()).toEqual([0, 7_200, QUEUE]);
});
