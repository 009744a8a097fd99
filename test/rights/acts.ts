// What lamp is used for, act by act, and the rights that each cannot do without.

import { PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Use } from "../../src/rights/right.ts";
import type { RightsBench } from "./rights-bench.ts";

export interface Act {
  readonly name: string;
  readonly uses: readonly Use[];
  /** By the owner, after a first sync unless `fresh`. */
  readonly fresh?: boolean;
  prepare?(bench: RightsBench): Promise<unknown>;
  /** Commands, each of which must succeed, or be refused so. */
  readonly commands: readonly (readonly string[])[];
  readonly refusal?: RegExp;
  /** Taken away, one of the commands fails. */
  readonly needs: readonly string[];
}

const ROLE = "arn:aws:iam::000000000000:role/theirs";
const job = (more = "") => `import { job } from "lamplighter";
export default job<{ fail?: boolean }>(async (input) => {
  if (input.fail) throw new Error("asked to");
  return "done${more}";
});
`;
export const FILES: Readonly<Record<string, string>> = {
  "jobs.yaml": `app: acme
jobs:
  report: {schedule: every day at 06:00, handler: jobs/report.ts, retry: {attempts: 0}}
  broken: {schedule: every day at 05:00, handler: jobs/report.ts, retry: {attempts: 0}, input: {fail: true}}
  other: {schedule: every day at 07:00, handler: jobs/other.ts, role: "${ROLE}"}
  third: {handler: jobs/third.ts}
`,
  "jobs/report.ts": job(),
  "jobs/other.ts": job("otherwise"),
  "jobs/third.ts": job("thirdly"),
};
const ONE_JOB =
  "app: acme\njobs:\n  report: {schedule: every day at 06:00, handler: jobs/report.ts, retry: {attempts: 0}}\n";
export const EDITED: Readonly<Record<string, string>> = {
  "jobs.yaml": (FILES["jobs.yaml"] ?? "").replace("06:00,", "06:30, memory: 512,").replace("07:00", "07:30"),
  "jobs/report.ts": job(" again").replace("input.fail", "input.fail === false"),
};

export async function makeTheirRole({ clients }: RightsBench): Promise<void> {
  const iam = await clients.iam();
  const Statement = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateRoleCommand({ RoleName: "theirs", AssumeRolePolicyDocument }));
  const Document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const made = { PolicyName: "everything", PolicyDocument: JSON.stringify(Document) };
  const PolicyArn = (await iam.send(new CreatePolicyCommand(made))).Policy?.Arn;
  await iam.send(new AttachRolePolicyCommand({ RoleName: "theirs", PolicyArn }));
}

export function edit(bench: RightsBench): void {
  for (const [path, text] of Object.entries(EDITED)) bench.write(path, text);
}

/** An earlier version's table, with neither index nor expiry. */
async function makeOldTable({ clients }: RightsBench): Promise<void> {
  const dynamodb = await clients.dynamodb();
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "acme-test-ledger",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      Tags: [
        { Key: "lamplighter:app", Value: "acme" },
        { Key: "lamplighter:env", Value: "test" },
      ],
    }),
  );
}

/** A scheduled rule of somebody else's. */
async function makeTheirRule({ clients }: RightsBench): Promise<void> {
  const events = await clients.events();
  await events.send(new PutRuleCommand({ Name: "hourly", ScheduleExpression: "rate(1 hour)" }));
  const Arn = "arn:aws:lambda:us-east-1:000000000000:function:theirs";
  await events.send(new PutTargetsCommand({ Rule: "hourly", Targets: [{ Id: "1", Arn }] }));
}

/** Jobs in the place of a rule and of a schedule that fire once a year. */
async function makeReplaced(bench: RightsBench): Promise<void> {
  const [events, scheduler] = await Promise.all([bench.clients.events(), bench.clients.scheduler()]);
  const ScheduleExpression = "cron(0 0 1 7 ? *)";
  await events.send(new PutRuleCommand({ Name: "yearly", ScheduleExpression }));
  const Arn = "arn:aws:lambda:us-east-1:000000000000:function:theirs";
  await events.send(new PutTargetsCommand({ Rule: "yearly", Targets: [{ Id: "1", Arn }] }));
  const iam = await bench.clients.iam();
  const Statement = [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateRoleCommand({ RoleName: "caller", AssumeRolePolicyDocument }));
  const Target = { Arn, RoleArn: "arn:aws:iam::000000000000:role/caller", Input: "{}" };
  const FlexibleTimeWindow = { Mode: "OFF" } as const;
  await scheduler.send(new CreateScheduleCommand({ Name: "yearly", ScheduleExpression, FlexibleTimeWindow, Target }));
  const job = (name: string, origin: string) =>
    `  ${name}: {schedule: "${ScheduleExpression}", function: theirs, deadLetter: false, replaces: ${origin}}\n`;
  const jobs = job("yearly", "rule/yearly") + job("once", "schedule/default/yearly");
  bench.write("jobs.yaml", `${FILES["jobs.yaml"]}${jobs}`);
}

async function synced(bench: RightsBench): Promise<void> {
  await makeReplaced(bench);
  await bench.owner("sync");
}

/** What a sync has to put right again. */
async function changeOutside({ clients, endpoint }: RightsBench): Promise<void> {
  const [iam, logs, sqs] = await Promise.all([clients.iam(), clients.logs(), clients.sqs()]);
  const RoleName = "acme-test-report";
  await iam.send(new UpdateRoleCommand({ RoleName, Description: "mine" }));
  const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: "/aws/lambda/acme-test-report", retentionInDays: 1 }));
  const QueueUrl = `${endpoint}/000000000000/acme-test-failed`;
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "1" } }));
}

/** As if the schedule had been in force since yesterday, and nobody there to fire it. */
async function missOne(bench: RightsBench): Promise<void> {
  bench.write("jobs.yaml", ONE_JOB.replace("report: {", "report: {catchUp: last, "));
  await bench.owner("sync");
  const dynamodb = await bench.clients.dynamodb();
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: "acme-test-ledger",
      KeyConditionExpression: "pk = :job AND begins_with(sk, :revision)",
      ExpressionAttributeValues: { ":job": { S: "JOB#report" }, ":revision": { S: "REV#" } },
    }),
  );
  const { sk, fromAt, sort, ...revision } = Items[0] ?? {};
  const at = Number(fromAt?.N) - 2 * 86_400_000;
  const sooner = (text = "") => ({ S: text.replace(/#[^#]*$/, `#${new Date(at).toISOString()}`) });
  await dynamodb.send(
    new PutItemCommand({
      TableName: "acme-test-ledger",
      Item: { ...revision, sk: sooner(sk?.S), sort: sooner(sort?.S), fromAt: { N: String(at) } },
    }),
  );
}

const words = (text: string): readonly string[] => text.split(/\s+/);

/** A run that failed for good leaves its letter in the failed queue. */
async function leaveLetter(bench: RightsBench): Promise<void> {
  await bench.owner("run", "broken");
  await bench.settle();
}

export const ACTS: readonly Act[] = [
  {
    name: "a first sync",
    uses: ["sync"],
    fresh: true,
    commands: [["sync"]],
    needs: words(`scheduler:ListSchedules lambda:ListFunctions sqs:ListQueues logs:DescribeLogGroups dynamodb:Query
      scheduler:GetScheduleGroup iam:GetRole dynamodb:CreateTable dynamodb:TagResource dynamodb:UpdateTimeToLive
      dynamodb:DescribeTable dynamodb:UpdateItem dynamodb:PutItem dynamodb:BatchWriteItem sqs:CreateQueue sqs:TagQueue logs:CreateLogGroup
      logs:TagResource logs:PutRetentionPolicy iam:CreateRole iam:TagRole iam:PutRolePolicy iam:PassRole
      lambda:CreateFunction lambda:TagResource lambda:PublishVersion lambda:UpdateAlias lambda:CreateAlias
      lambda:PutFunctionEventInvokeConfig lambda:GetFunction scheduler:CreateScheduleGroup scheduler:TagResource
      scheduler:CreateSchedule`),
  },
  {
    name: "a plan of nothing",
    uses: ["plan"],
    commands: [
      ["plan", "--exit-code"],
      ["plan", "--exit-code", "--full"],
    ],
    needs: words(`scheduler:ListSchedules scheduler:ListTagsForResource scheduler:GetScheduleGroup scheduler:GetSchedule
      lambda:ListFunctions lambda:GetFunction lambda:GetFunctionEventInvokeConfig lambda:ListTags sqs:ListQueues
      sqs:GetQueueUrl sqs:GetQueueAttributes sqs:ListQueueTags logs:DescribeLogGroups logs:ListTagsForResource
      iam:GetRole iam:GetRolePolicy dynamodb:Query dynamodb:DescribeTable dynamodb:DescribeTimeToLive
      dynamodb:ListTagsOfResource`),
  },
  {
    name: "a plan of an edit",
    uses: ["plan"],
    prepare: async (bench) => edit(bench),
    commands: [["plan"]],
    needs: words("events:ListRuleNamesByTarget"),
  },
  {
    name: "a verification",
    uses: ["plan"],
    commands: [["verify"]],
    needs: words(`lambda:GetFunctionConfiguration iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetPolicy
      iam:GetPolicyVersion`),
  },
  {
    name: "a sync of an edit",
    uses: ["sync"],
    async prepare(bench) {
      edit(bench);
      await changeOutside(bench);
    },
    commands: [["sync"]],
    needs: words(`lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:ListTags
      lambda:GetFunctionEventInvokeConfig scheduler:UpdateSchedule scheduler:ListTagsForResource scheduler:GetSchedule
      iam:UpdateRole iam:UpdateAssumeRolePolicy iam:GetRolePolicy sqs:SetQueueAttributes sqs:GetQueueUrl
      sqs:GetQueueAttributes sqs:ListQueueTags logs:ListTagsForResource dynamodb:DescribeTimeToLive
      dynamodb:ListTagsOfResource events:ListRuleNamesByTarget`),
  },
  {
    name: "a sync of an older version's ledger",
    uses: ["sync"],
    fresh: true,
    prepare: makeOldTable,
    commands: [["sync"]],
    needs: words("dynamodb:UpdateTable"),
  },
  {
    name: "a sync that makes up for what was missed",
    uses: ["sync"],
    prepare: missOne,
    commands: [["sync"]],
    needs: words("lambda:InvokeFunction dynamodb:GetItem"),
  },
  {
    name: "a sync that prunes",
    uses: ["sync"],
    prepare: async (bench) => bench.write("jobs.yaml", ONE_JOB),
    commands: [["sync", "--prune", "--yes", "--allow-many-deletes"]],
    needs: words(`scheduler:DeleteSchedule lambda:DeleteFunction lambda:DeleteFunctionEventInvokeConfig
      iam:DeleteRole iam:DeleteRolePolicy`),
  },
  {
    name: "running and looking at it",
    uses: ["run"],
    async prepare(bench) {
      await leaveLetter(bench);
      edit(bench);
      await bench.owner("sync");
    },
    commands: [
      ["run", "report", "--wait"],
      ["pause", "report", "--reason", "a look"],
      ["resume", "report"],
      ["backfill", "report", "--from", "2026-11-20", "--to", "2026-11-21", "--yes"],
      ["logs", "report"],
      ["dlq", "list"],
      ["dlq", "redrive", "--limit", "1"],
      ["dlq", "purge", "--yes"],
    ],
    needs: words(`lambda:InvokeFunction dynamodb:GetItem dynamodb:Query dynamodb:PutItem dynamodb:UpdateItem
      dynamodb:DeleteItem scheduler:GetSchedule scheduler:UpdateSchedule iam:PassRole logs:FilterLogEvents
      sqs:GetQueueUrl sqs:ReceiveMessage sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes`),
  },
  {
    name: "a rollback",
    uses: ["run"],
    async prepare(bench) {
      edit(bench);
      await bench.owner("sync");
    },
    commands: [["rollback", "broken"]],
    needs: words(
      "lambda:GetFunction lambda:ListTags lambda:GetAlias lambda:ListVersionsByFunction lambda:UpdateAlias dynamodb:UpdateItem",
    ),
  },
  {
    name: "looking at runs",
    uses: ["read"],
    async prepare(bench) {
      await bench.owner("backfill", "report", "--from", "2026-11-20", "--to", "2026-11-21", "--yes");
      await leaveLetter(bench);
    },
    commands: [["history"], ["list"], ["show", "report.20261120T060000Z"], ["logs", "report"], ["dlq", "list"]],
    needs: words(`dynamodb:Query dynamodb:GetItem logs:FilterLogEvents sqs:GetQueueUrl sqs:ReceiveMessage
      sqs:ChangeMessageVisibility sqs:GetQueueAttributes`),
  },
  {
    name: "an import",
    uses: ["import"],
    prepare: makeTheirRule,
    commands: [["import", "--out", "-"]],
    needs: words("scheduler:ListSchedules scheduler:GetSchedule events:ListRules events:ListTargetsByRule"),
  },
  {
    name: "a plan while a rule fires",
    uses: ["plan"],
    prepare: makeReplaced,
    commands: [["plan"]],
    needs: words("events:DescribeRule"),
  },
  {
    name: "a sync while a rule fires",
    uses: ["sync"],
    prepare: makeReplaced,
    commands: [["sync"]],
    needs: words("events:DescribeRule lambda:GetFunctionConfiguration"),
  },
  {
    name: "handing over",
    uses: ["import"],
    prepare: synced,
    commands: [["import", "--move", "all", "--yes"]],
    needs:
      words(`events:DescribeRule events:ListTargetsByRule events:TagResource events:DisableRule scheduler:GetSchedule
      scheduler:UpdateSchedule iam:PassRole dynamodb:UpdateItem dynamodb:PutItem dynamodb:Query`),
  },
  {
    name: "going back",
    uses: ["import"],
    async prepare(bench) {
      await synced(bench);
      await bench.owner("import", "--move", "all", "--yes");
    },
    commands: [["import", "--move", "all", "--undo", "--yes"]],
    needs: words("events:ListTagsForResource events:EnableRule events:UntagResource"),
  },
  {
    name: "not destroying letters",
    uses: ["destroy"],
    prepare: leaveLetter,
    commands: [["destroy", "--yes"]],
    refusal: /1 dead letters? waits?/,
    needs: words("sqs:ReceiveMessage sqs:ChangeMessageVisibility"),
  },
  {
    name: "destroying",
    uses: ["destroy"],
    commands: [["destroy", "--yes"]],
    needs:
      words(`dynamodb:Query dynamodb:UpdateItem scheduler:DeleteScheduleGroup scheduler:DeleteSchedule lambda:DeleteFunction
      lambda:DeleteFunctionEventInvokeConfig iam:DeleteRole iam:DeleteRolePolicy logs:DeleteLogGroup sqs:DeleteQueue
      dynamodb:DeleteTable sqs:GetQueueUrl scheduler:ListSchedules scheduler:ListTagsForResource
      scheduler:GetScheduleGroup scheduler:GetSchedule lambda:ListFunctions lambda:GetFunction
      lambda:GetFunctionEventInvokeConfig lambda:ListTags sqs:ListQueues sqs:GetQueueAttributes sqs:ListQueueTags
      logs:DescribeLogGroups logs:ListTagsForResource iam:GetRole iam:GetRolePolicy dynamodb:DescribeTable
      dynamodb:DescribeTimeToLive dynamodb:ListTagsOfResource`),
  },
];
