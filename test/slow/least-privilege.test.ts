// This repository's jobs do their work with what they were granted, and need every single grant: taken away, it is missed.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { type FlowBench, openFlow } from "../flow/flow-bench.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUCKET = "lamplighter-ops";
const START = "2027-03-01T05:58:30Z";
const DAY = 86_400_000;

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

function repository(): Record<string, string> {
  const paths = readdirSync(`${ROOT}jobs`, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const files = paths.map((path) => [`jobs/${path}`, readFileSync(`${ROOT}jobs/${path}`, "utf8")] as const);
  return { "jobs.yaml": readFileSync(`${ROOT}jobs.yaml`, "utf8"), ...Object.fromEntries(files) };
}

const roleOf = (job: string) => `lamplighter-local-${job}`;

async function policyOf(flow: FlowBench, job: string): Promise<{ name: string; statements: Statement[] }> {
  const iam = await flow.clients.iam();
  const of = { RoleName: roleOf(job) };
  const { PolicyNames: [name = ""] = [] } = await iam.send(new ListRolePoliciesCommand(of));
  const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ ...of, PolicyName: name }));
  return { name, statements: JSON.parse(decodeURIComponent(PolicyDocument)).Statement };
}

async function putPolicy(flow: FlowBench, job: string, name: string, statements: readonly Statement[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const iam = await flow.clients.iam();
  await iam.send(new PutRolePolicyCommand({ RoleName: roleOf(job), PolicyName: name, PolicyDocument }));
}

const withoutAction = (statements: readonly Statement[], at: number, action: string) =>
  statements.flatMap((statement, index) => {
    const Action = index === at ? statement.Action.filter((one) => one !== action) : statement.Action;
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });

/** As the Scheduler would send it for that time. */
async function invoke(flow: FlowBench, job: string, schedule: string, dueAt: number): Promise<string | undefined> {
  const scheduler = await flow.clients.scheduler();
  const { Target } = await scheduler.send(new GetScheduleCommand({ GroupName: "lamplighter-local", Name: schedule }));
  const Payload = (Target?.Input ?? "").replaceAll(
    "<aws.scheduler.scheduled-time>",
    `${new Date(dueAt).toISOString().slice(0, 19)}Z`,
  );
  const lambda = await flow.clients.lambda();
  const input = { FunctionName: roleOf(job), Qualifier: "live", Payload };
  const { FunctionError, Payload: answer } = await lambda.send(new InvokeCommand(input));
  return FunctionError === undefined ? undefined : answer?.transformToString();
}

/** What each job needs to find so that it uses all it was granted. */
async function prepare(s3: S3Client, job: string): Promise<void> {
  if (job === "hourly-cleanup") {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "scratch/old", Body: "x" }));
    return;
  }
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET })).catch(() => ({ Contents: [] }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket: BUCKET })).catch(() => {});
}

const SCHEDULES = {
  "nightly-backup": "nightly-backup.weekdays",
  "daily-report": "daily-report",
  "hourly-cleanup": "hourly-cleanup",
};

test("no job fails with what it was granted, and no grant is there for nothing", { timeout: 60_000 }, async () => {
  const flow = await openFlow(START, repository());
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: flow.engine.endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  await flow.sync();
  let dueAt = Date.parse(START) + 2 * DAY;
  const needless: string[] = [];
  for (const [job, schedule] of Object.entries(SCHEDULES)) {
    const { name, statements } = await policyOf(flow, job);
    const attempt = async () => {
      await prepare(s3, job);
      dueAt += 60_000;
      return invoke(flow, job, schedule, dueAt);
    };
    expect([job, await attempt()]).toEqual([job, undefined]);
    for (const [at, { Action }] of statements.entries()) {
      // What every function has is looked at below, with a job that makes use of it.
      if (at < 3) continue;
      for (const action of Action) {
        await putPolicy(flow, job, name, withoutAction(statements, at, action));
        if ((await attempt()) === undefined) needless.push(`${job}: ${action}`);
      }
    }
    await putPolicy(flow, job, name, statements);
    expect([job, await attempt()]).toEqual([job, undefined]);
  }
  s3.destroy();
  expect(needless).toEqual([]);
});

test("no grant of every function is there for nothing", { timeout: 60_000 }, async () => {
  const flow = await openFlow(START, repository());
  await flow.sync();
  const { name, statements } = await policyOf(flow, "heartbeat");
  let dueAt = Date.parse(START) + DAY;
  const next = () => (dueAt += 60_000);
  const run = (at = next()) => invoke(flow, "heartbeat", "heartbeat", at);
  const lines = async () => {
    const logs = await flow.clients.logs();
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/lamplighter-local-heartbeat" }),
    );
    return events?.length ?? 0;
  };
  const isSilent = async () => {
    const before = await lines();
    await run();
    return (await lines()) === before;
  };
  const failed = async (at?: number) => (await run(at)) !== undefined;
  const missed: Readonly<Record<string, () => Promise<boolean>>> = {
    "logs:CreateLogStream": isSilent,
    "logs:PutLogEvents": isSilent,
    "dynamodb:UpdateItem": failed,
    // The run before has the job's lock: whether it still goes on is looked up.
    "dynamodb:GetItem": failed,
    // A due time that comes again is recorded as a duplicate.
    "dynamodb:PutItem": () => failed(dueAt),
  };
  expect([await failed(), await failed(dueAt), await isSilent()]).toEqual([false, false, false]);
  const granted = statements.flatMap(({ Action }, at) => Action.map((action) => [at, action] as const));
  // What sqs:SendMessage is for, the loss of the letter, is in permissions.test.ts.
  expect(granted.map(([, action]) => action).sort()).toEqual([...Object.keys(missed), "sqs:SendMessage"].sort());
  for (const [at, action] of granted) {
    await putPolicy(flow, "heartbeat", name, withoutAction(statements, at, action));
    expect([action, (await missed[action]?.()) ?? true]).toEqual([action, true]);
  }
});
