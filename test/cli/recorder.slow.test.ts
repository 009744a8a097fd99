// record: on an existing function, as its user meets it: refused where a destination is somebody's, said what its role lacks.
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
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
const RECORDER = "arn:aws:lambda:us-east-1:000000000000:function:acme-local-recorder:live";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:theirs";
const POLICY = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunction"],"Resource":["${RECORDER}"]}]}`;

interface Clients {
  readonly iam: IAMClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
}

async function onEngine<Result>(folder: string, work: (clients: Clients) => Promise<Result>): Promise<Result> {
  const engine = await startEngine({ directory: join(folder, ".lamp"), fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: engine.endpoint, region: "us-east-1", credentials };
  try {
    return await work({ iam: new IAMClient(place), sqs: new SQSClient(place), lambda: new LambdaClient(place) });
  } finally {
    await engine.close();
  }
}

const allowing = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } });

async function billing({ iam, sqs, lambda }: Clients): Promise<void> {
  const trust = allowing({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName: "billing", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = allowing({ Action: "sqs:SendMessage", Resource: QUEUE });
  await iam.send(new PutRolePolicyCommand({ RoleName: "billing", PolicyName: "own", PolicyDocument }));
  await sqs.send(new CreateQueueCommand({ QueueName: "theirs" }));
  const ZipFile = zipOf(new Map([["index.py", new TextEncoder().encode("def handler(event, context): return 1\n")]]));
  const Role = "arn:aws:iam::000000000000:role/billing";
  const how = { Role, Runtime: "python3.13" as const, Handler: "index.handler", Code: { ZipFile } };
  await lambda.send(new CreateFunctionCommand({ FunctionName: "billing", ...how }));
  const DestinationConfig = { OnFailure: { Destination: QUEUE } };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "billing", DestinationConfig }));
}

const settings = ({ lambda }: Clients) =>
  lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: "billing" })).then(
    ({ DestinationConfig: { OnSuccess, OnFailure } = {} }) => [OnSuccess?.Destination, OnFailure?.Destination],
    () => "none",
  );

test("a destination of somebody else is never overwritten, a missing right is said with its policy, and nothing stays behind", {
  timeout: 120_000,
}, async () => {
  const { folder, lamp, write } = project({ "jobs.yaml": file(", record: true") });
  await onEngine(folder, billing);
  const refused = await lamp("sync");
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("the function has a destination already")]);
  expect(await onEngine(folder, settings)).toEqual([undefined, QUEUE]);

  await onEngine(folder, ({ lambda }) =>
    lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: "billing" })),
  );
  const planned = await lamp("plan");
  expect(planned.out).toContain("+ recording billing:$LATEST (job bill)");
  expect(planned.out).toContain(POLICY);
  const lacking = await lamp("sync");
  expect([lacking.code, lacking.out + lacking.err]).toEqual([4, expect.stringContaining(POLICY)]);
  const verified = await lamp("verify");
  expect([verified.code, verified.out]).toEqual([1, expect.stringContaining(POLICY)]);

  await onEngine(folder, ({ iam }) =>
    iam.send(new PutRolePolicyCommand({ RoleName: "billing", PolicyName: "tell", PolicyDocument: POLICY })),
  );
  expect((await lamp("sync")).code).toBe(0);
  expect(await onEngine(folder, settings)).toEqual([RECORDER, RECORDER]);
  expect((await lamp("verify")).code).toBe(0);
  expect((await lamp("plan", "--exit-code")).code).toBe(0);
  expect((await lamp("backfill", "bill", "--from", "2d")).err).toContain("records no runs here");

  write("jobs.yaml", file(""));
  expect((await lamp("destroy", "--yes")).code).toBe(0);
  expect(await onEngine(folder, settings)).toBe("none");
});
