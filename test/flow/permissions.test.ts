// A job that lacks a permission fails here as it would on AWS, with AWS's own message, and nothing else of it is hidden.
import { DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { type FlowBench, openFlow } from "./flow-bench.ts";

const START = "2027-03-01T05:58:30Z";
const REPORT = `
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { job } from "lamplighter";
export default job(async () => {
  await new S3Client({}).send(new PutObjectCommand({ Bucket: "reports", Key: "march.html", Body: "x" }));
  return "put";
});
`;
const JOB = 'schedule: "0 6 * * *", handler: jobs/report.ts, retry: {attempts: 0}';
const project = (more = "", local = "") => ({
  "jobs.yaml": `app: acme\njobs:\n  report: {${JOB}${more}}\n`,
  "jobs/report.ts": REPORT,
  "config/local.yaml": local,
});
const PERMISSION = ', permissions: [{allow: "s3:PutObject", on: "arn:aws:s3:::reports/*"}]';
const DENIAL =
  'User: arn:aws:sts::000000000000:assumed-role/acme-local-report/acme-local-report is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::reports/march.html" because no identity-based policy allows the s3:PutObject action';

async function ran(files: Readonly<Record<string, string>>, before?: (flow: FlowBench) => Promise<void>) {
  const flow = await openFlow(START, files);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: flow.engine.endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  s3.destroy();
  await flow.sync();
  await before?.(flow);
  await flow.advanceTo("2027-03-01T06:05:00Z");
  const [run] = await flow.history();
  return { flow, run };
}

async function letters(flow: FlowBench): Promise<number> {
  const QueueUrl = `${flow.engine.endpoint}/000000000000/acme-local-failed`;
  const sqs = await flow.clients.sqs();
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.length ?? 0;
}

describe("a job", () => {
  test("without a permission does not succeed here to fail in production", async () => {
    const { flow, run } = await ran(project());
    expect(run?.status).toMatch(/failed|dead/);
    expect(run?.attempts[0]?.error).toMatchObject({ type: "AccessDenied", message: DENIAL });
    expect(await letters(flow)).toBe(1);
  });

  test("with it does not fail", async () => {
    const { run } = await ran(project(PERMISSION));
    expect([run?.status, run?.result]).toEqual(["succeeded", "put"]);
  });

  test("is not refused anything where the switch is off", async () => {
    const { run } = await ran(project("", "enforcePermissions: false\n"));
    expect([run?.status, run?.result]).toEqual(["succeeded", "put"]);
  });
});

const FORGER = `
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { job } from "lamplighter";
const TableName = process.env.LAMP_LEDGER;
export default job(async () => {
  const client = new DynamoDBClient({});
  const errors = [];
  for (const [pk, sk] of [["SYNC", "LOCK"], ["SYNC", "PAUSE#other"], ["JOB#other", "RUN#2027-03-01T06:00:00Z"], ["JOB#forge", "NOTE"]]) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    for (const command of [new PutItemCommand({ TableName, Item: Key }), new UpdateItemCommand({ TableName, Key })]) {
      await client.send(command).then(() => errors.push(pk + " was written"), (error) => errors.push(pk + " " + error.name));
    }
  }
  return errors;
});
`;

test("a job writes no record of sync and no run of another job, whatever its code tries", async () => {
  const { run } = await ran({
    "jobs.yaml": `app: acme\njobs:\n  forge: {schedule: "0 6 * * *", handler: jobs/forge.ts}\n  other: {handler: jobs/other.ts}\n`,
    "jobs/forge.ts": FORGER,
    "jobs/other.ts": 'export default async () => "other";\n',
  });
  const denied = (pk: string) => [`${pk} AccessDeniedException`, `${pk} AccessDeniedException`];
  const own = ["JOB#forge was written", "JOB#forge was written"];
  expect(run?.result).toEqual([...denied("SYNC"), ...denied("SYNC"), ...denied("JOB#other"), ...own]);
});

/** The role's policy with the actions of one service taken away. */
async function without(flow: FlowBench, service: string): Promise<void> {
  const all = { logs: "logs:*", dynamodb: "dynamodb:*", sqs: "sqs:SendMessage" };
  const Action = Object.entries(all).flatMap(([name, action]) => (name === service ? [] : [action]));
  const Statement = { Effect: "Allow", Action, Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const iam = await flow.clients.iam();
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: "acme-local-report" }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new PutRolePolicyCommand({ RoleName: "acme-local-report", PolicyName, PolicyDocument }));
  }
}

describe("a function's role", () => {
  test("Q07: that may not send to the failed queue loses the letter, and the engine says so", async () => {
    const { flow, run } = await ran(project(), (flow) => without(flow, "sqs"));
    expect(run?.status).toMatch(/failed|dead/);
    expect(await letters(flow)).toBe(0);
    expect(flow.warnings.join("\n")).toMatch(
      /DestinationDeliveryFailures.*assumed-role\/acme-local-report\/acme-local-report is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:acme-local-failed because/,
    );
  });

  test("that may not write logs has none, and runs all the same", async () => {
    const { flow, run } = await ran(project(PERMISSION), (flow) => without(flow, "logs"));
    expect(run).toBeDefined();
    const logs = await flow.clients.logs();
    const logGroupName = "/aws/lambda/acme-local-report";
    expect((await logs.send(new DescribeLogStreamsCommand({ logGroupName }))).logStreams).toEqual([]);
  });
});
