// What AWS's own managed policies allow, as far as jobs and their operators attach them (AWS Managed Policy Reference Guide).
import { type CompiledStatement, compilePolicy } from "./compile-policy.ts";
import type { Statement } from "./policy-document.ts";

const WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
const POLL_QUEUE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const READ_TABLES = [
  ..."BatchGetItem Describe* List* GetAbacStatus GetItem GetResourcePolicy Query Scan".split(" "),
  "PartiQLSelect",
].map((action) => `dynamodb:${action}`);

/** The actions on services that the engine has; those on others are left out, since nobody can ask for them here. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AWSLambdaBasicExecutionRole: WRITE_LOGS,
  AWSLambdaVPCAccessExecutionRole: WRITE_LOGS,
  AWSLambdaSQSQueueExecutionRole: [...POLL_QUEUE, ...WRITE_LOGS],
  AWSLambdaDynamoDBExecutionRole: WRITE_LOGS,
  AWSLambdaRole: ["lambda:InvokeFunction"],
  AWSLambda_FullAccess: ["lambda:*", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents"],
  AWSLambda_ReadOnlyAccess: ["lambda:Get*", "lambda:List*", "logs:DescribeLogGroups", "logs:FilterLogEvents"],
  AmazonS3FullAccess: ["s3:*"],
  AmazonS3ReadOnlyAccess: ["s3:Get*", "s3:List*", "s3:Describe*"],
  AmazonDynamoDBFullAccess: ["dynamodb:*"],
  AmazonDynamoDBReadOnlyAccess: READ_TABLES,
  AmazonSQSFullAccess: ["sqs:*"],
  AmazonSQSReadOnlyAccess: [
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ListDeadLetterSourceQueues",
    "sqs:ListQueues",
  ],
  AmazonEventBridgeFullAccess: ["events:*"],
  AmazonEventBridgeReadOnlyAccess: ["events:Describe*", "events:List*", "events:TestEventPattern"],
  AmazonEventBridgeSchedulerFullAccess: ["scheduler:*"],
  AmazonEventBridgeSchedulerReadOnlyAccess: ["scheduler:Get*", "scheduler:List*"],
  CloudWatchLogsFullAccess: ["logs:*"],
  CloudWatchLogsReadOnlyAccess: [
    ..."Describe* Get* List* FilterLogEvents StartQuery StopQuery TestMetricFilter".split(" "),
  ].map((action) => `logs:${action}`),
  IAMFullAccess: ["iam:*"],
  IAMReadOnlyAccess: ["iam:Get*", "iam:List*", "iam:Simulate*"],
};

/** One that is not here is taken to allow everything: its text is not known, and what it allows must not be refused. */
export function awsManagedPolicy(arn: string): CompiledStatement[] {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const Action = Object.hasOwn(ACTIONS, name) ? (ACTIONS[name] ?? []) : ["*"];
  const statements: Statement[] = [{ Effect: "Allow", Action, Resource: "*" }];
  return compilePolicy(name === "PowerUserAccess" ? [POWER_USER] : statements, "2012-10-17");
}

const POWER_USER: Statement = { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" };
