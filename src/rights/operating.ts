// What acting on runs takes: run, backfill, cancel, pause, resume, rollback, and the dead letters.
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

export function operating(scope: Scope): readonly Right[] {
  const queues = [...scope.queues, ...scope.theirs.queues];
  return [
    {
      uses: ["run", "sync", "destroy"],
      sid: "Ledger",
      actions: ["dynamodb:UpdateItem"],
      on: [scope.table],
    },
    { uses: ["run", "sync"], sid: "Ledger", actions: ["dynamodb:PutItem"], on: [scope.table] },
    { uses: ["sync"], sid: "Ledger", actions: ["dynamodb:BatchWriteItem"], on: [scope.table] },
    { uses: ["run"], sid: "Ledger", actions: ["dynamodb:DeleteItem"], on: [scope.table] },
    {
      uses: ["run"],
      sid: "Invoke",
      actions: ["lambda:InvokeFunction"],
      on: [scope.liveAliases, ...scope.theirs.functions],
    },
    { uses: ["sync"], sid: "CatchUp", actions: ["lambda:InvokeFunction"], on: scope.caughtUp.functions },
    { uses: ["sync"], sid: "Ledger", actions: ["dynamodb:GetItem"], on: scope.caughtUp.ledger },
    { uses: ["run", "sync"], sid: "Schedules", actions: ["scheduler:UpdateSchedule"], on: [scope.schedules] },
    {
      uses: ["run", "sync"],
      sid: "PassSchedulerRole",
      actions: ["iam:PassRole"],
      on: [scope.schedulerRole],
      passedTo: "scheduler.amazonaws.com",
    },
    {
      uses: ["run", "sync"],
      sid: "Functions",
      actions: ["lambda:GetFunction", "lambda:ListTags", "lambda:UpdateAlias"],
      on: [scope.functions],
    },
    {
      uses: ["run"],
      sid: "Functions",
      actions: ["lambda:GetAlias", "lambda:ListVersionsByFunction"],
      on: [scope.functions],
    },
    {
      uses: ["read", "run", "destroy"],
      sid: "Letters",
      actions: ["sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      on: queues,
    },
    { uses: ["run"], sid: "Letters", actions: ["sqs:DeleteMessage"], on: queues },
  ];
}
