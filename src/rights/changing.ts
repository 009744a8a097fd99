// What sync changes, and what destroy takes away.
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

export function changing(scope: Scope): readonly Right[] {
  const { theirs } = scope;
  return [
    {
      uses: ["sync"],
      sid: "Group",
      actions: ["scheduler:CreateScheduleGroup", "scheduler:TagResource"],
      on: [scope.group],
    },
    { uses: ["sync"], sid: "Schedules", actions: ["scheduler:CreateSchedule"], on: [scope.schedules] },
    {
      uses: ["sync", "destroy"],
      sid: "Schedules",
      actions: ["scheduler:DeleteSchedule"],
      on: [scope.schedules],
    },
    {
      uses: ["sync"],
      sid: "Functions",
      actions: [
        "lambda:CreateAlias",
        "lambda:CreateFunction",
        "lambda:PublishVersion",
        "lambda:PutFunctionEventInvokeConfig",
        "lambda:TagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      on: [scope.functions],
    },
    {
      uses: ["sync", "destroy"],
      sid: "Functions",
      actions: ["lambda:DeleteFunction", "lambda:DeleteFunctionEventInvokeConfig"],
      on: [scope.functions],
    },
    {
      uses: ["sync"],
      sid: "TheirRetries",
      actions: ["lambda:PutFunctionEventInvokeConfig", "lambda:UpdateFunctionEventInvokeConfig"],
      on: theirs.retried,
    },
    {
      uses: ["sync", "destroy"],
      sid: "TheirRecords",
      actions: [
        "lambda:DeleteFunctionEventInvokeConfig",
        "lambda:PutFunctionEventInvokeConfig",
        "lambda:UpdateFunctionEventInvokeConfig",
      ],
      on: theirs.recorded,
    },
    { uses: ["sync"], sid: "Layers", actions: ["lambda:GetLayerVersion"], on: theirs.layers },
    {
      uses: ["sync"],
      sid: "Roles",
      actions: ["iam:CreateRole", "iam:PutRolePolicy", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"],
      on: [scope.roles],
    },
    {
      uses: ["sync", "destroy"],
      sid: "Roles",
      actions: ["iam:DeleteRole", "iam:DeleteRolePolicy"],
      on: [scope.roles],
    },
    {
      uses: ["sync"],
      sid: "PassFunctionRoles",
      actions: ["iam:PassRole"],
      on: [scope.roles, ...theirs.roles],
      passedTo: "lambda.amazonaws.com",
    },
    {
      uses: ["sync"],
      sid: "Logs",
      actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
      on: [scope.logGroups],
    },
    { uses: ["destroy"], sid: "Logs", actions: ["logs:DeleteLogGroup"], on: [scope.logGroups] },
    {
      uses: ["sync"],
      sid: "Queues",
      actions: ["sqs:CreateQueue", "sqs:SetQueueAttributes", "sqs:TagQueue"],
      on: scope.queues,
    },
    {
      uses: ["sync"],
      sid: "Ledger",
      actions: ["dynamodb:CreateTable", "dynamodb:TagResource", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive"],
      on: [scope.table],
    },
    { uses: ["destroy"], sid: "Group", actions: ["scheduler:DeleteScheduleGroup"], on: [scope.group] },
    { uses: ["destroy"], sid: "Queues", actions: ["sqs:DeleteQueue"], on: scope.queues },
    { uses: ["destroy"], sid: "Ledger", actions: ["dynamodb:DeleteTable"], on: [scope.table] },
  ];
}
