// What looking takes: at the runs in the ledger, and at all that a plan compares or `lamp verify` judges.
import { logGroupArn } from "../desired/arns.ts";
import { logGroupName } from "../desired/names.ts";
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

const LOOKING = ["plan", "sync", "destroy"] as const;

export function observing(scope: Scope): readonly Right[] {
  const { theirs, place } = scope;
  const policies = ["aws", place.account].map((owner) => `arn:${place.partition}:iam::${owner}:policy/*`);
  const tells = theirs.recorded.length > 0;
  return [
    {
      uses: ["read", "plan", "run", "sync", "destroy"],
      sid: "LedgerItems",
      actions: ["dynamodb:Query"],
      on: [scope.table, scope.indexes],
    },
    { uses: ["read", "run"], sid: "Ledger", actions: ["dynamodb:GetItem"], on: [scope.table] },
    { uses: ["read", "run"], sid: "Logs", actions: ["logs:FilterLogEvents"], on: [scope.logGroups] },
    {
      uses: ["read", "run"],
      sid: "TheirLogs",
      actions: ["logs:FilterLogEvents"],
      on: theirs.recorded.map((arn) => logsOf(place, arn)),
    },
    { uses: ["read", "run"], sid: "TheirRecords", actions: ["lambda:GetFunctionConfiguration"], on: theirs.recorded },
    {
      uses: LOOKING,
      sid: "List",
      actions: ["lambda:ListFunctions", "scheduler:ListSchedules", "sqs:ListQueues"],
      on: ["*"],
      why: "these lists know no resource: AWS authorizes them for all or for none",
    },
    {
      uses: ["plan", "sync"],
      sid: "List",
      actions: ["events:ListRuleNamesByTarget"],
      on: ["*"],
      why: "the list of rules that fire a function knows no resource",
    },
    {
      uses: LOOKING,
      sid: "ListLogGroups",
      actions: ["logs:DescribeLogGroups"],
      on: [`arn:${place.partition}:logs:${place.region}:${place.account}:log-group:*`],
      why: "log groups are listed by account and region, not by name",
    },
    {
      uses: LOOKING,
      sid: "Group",
      actions: ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"],
      on: [scope.group],
    },
    {
      uses: ["plan", "run", "sync", "destroy"],
      sid: "Schedules",
      actions: ["scheduler:GetSchedule"],
      on: [scope.schedules],
    },
    {
      uses: LOOKING,
      sid: "Functions",
      actions: ["lambda:GetFunction", "lambda:GetFunctionEventInvokeConfig", "lambda:ListTags"],
      on: [scope.functions],
    },
    { uses: LOOKING, sid: "Logs", actions: ["logs:ListTagsForResource"], on: [scope.logGroups] },
    {
      uses: LOOKING,
      sid: "Queues",
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
      on: scope.queues,
    },
    {
      uses: LOOKING,
      sid: "Ledger",
      actions: ["dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
      on: [scope.table],
    },
    { uses: LOOKING, sid: "Roles", actions: ["iam:GetRole", "iam:GetRolePolicy"], on: [scope.roles] },
    {
      uses: ["plan"],
      sid: "FunctionsAndTheirs",
      actions: ["lambda:GetFunctionConfiguration"],
      on: [scope.functions, ...theirs.functions],
    },
    {
      uses: ["sync"],
      sid: "TheirFunctions",
      actions: ["lambda:GetFunctionConfiguration"],
      on: theirs.functions,
    },
    {
      uses: ["plan"],
      sid: "RolesAndTheirs",
      actions: ["iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      on: [scope.roles, ...theirs.roles],
    },
    {
      uses: LOOKING,
      sid: "TheirRetries",
      actions: ["lambda:GetFunctionEventInvokeConfig"],
      on: theirs.retried,
    },
    { uses: LOOKING, sid: "TheirRecords", actions: ["lambda:GetFunctionEventInvokeConfig"], on: theirs.recorded },
    { uses: ["plan", "run", "sync"], sid: "Parameters", actions: ["ssm:GetParameters"], on: theirs.parameters },
    { uses: ["plan"], sid: "TheirRoles", actions: ["iam:GetRole", "iam:GetRolePolicy"], on: theirs.roles },
    {
      uses: ["plan"],
      sid: "RolesThatTell",
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      // Which roles existing functions have, only Lambda knows.
      on: tells ? [`arn:${place.partition}:iam::${place.account}:role/*`] : [],
    },
    {
      uses: ["plan"],
      sid: "TheirPolicies",
      actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
      on: theirs.roles.length > 0 || tells ? policies : [],
    },
    {
      uses: ["plan"],
      sid: "TheirQueues",
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      on: theirs.queues,
    },
  ];
}

/** Lambda's default; a function with a log group of its own needs that one beside it. */
const logsOf = (place: Scope["place"], functionArn: string): string =>
  logGroupArn(place, `${logGroupName(/:function:([^:]+)/.exec(functionArn)?.[1] ?? "")}:*`);
