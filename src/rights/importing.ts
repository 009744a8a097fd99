// What import takes: a look at everything that fires, whoever made it, and for what the file's jobs replace, the hand-over.
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

export function importing(scope: Scope): readonly Right[] {
  const { place, theirs } = scope;
  const { partition, region, account } = place;
  const moves = theirs.replacedRules.length + theirs.replacedSchedules.length > 0;
  const where = (arn: string): readonly string[] => (moves ? [arn] : []);
  return [
    {
      uses: ["import"],
      sid: "List",
      actions: ["events:ListRules", "scheduler:ListSchedules"],
      on: ["*"],
      why: "these lists know no resource: AWS authorizes them for all or for none",
    },
    {
      uses: ["import"],
      sid: "EverySchedule",
      actions: ["scheduler:GetSchedule"],
      on: [`arn:${partition}:scheduler:${region}:${account}:schedule/*`],
    },
    {
      uses: ["import"],
      sid: "EveryRule",
      actions: ["events:ListTargetsByRule"],
      on: [`arn:${partition}:events:${region}:${account}:rule/*`],
    },
    {
      uses: ["plan", "run", "sync", "import"],
      sid: "ReplacedRules",
      actions: ["events:DescribeRule"],
      on: theirs.replacedRules,
    },
    {
      uses: ["plan", "run", "sync"],
      sid: "ReplacedSchedules",
      actions: ["scheduler:GetSchedule"],
      on: theirs.replacedSchedules,
    },
    {
      uses: ["import"],
      sid: "ReplacedRules",
      actions: [
        "events:DisableRule",
        "events:EnableRule",
        "events:ListTagsForResource",
        "events:TagResource",
        "events:UntagResource",
      ],
      on: theirs.replacedRules,
    },
    {
      uses: ["import"],
      sid: "Schedules",
      actions: ["scheduler:UpdateSchedule"],
      on: [...where(scope.schedules), ...theirs.replacedSchedules],
    },
    {
      uses: ["import"],
      sid: "PassSchedulerRole",
      actions: ["iam:PassRole"],
      on: where(scope.schedulerRole),
      passedTo: "scheduler.amazonaws.com",
    },
    {
      uses: ["import"],
      sid: "PassTheirRoles",
      actions: ["iam:PassRole"],
      on: theirs.replacedSchedules.length > 0 ? [`arn:${partition}:iam::${account}:role/*`] : [],
      passedTo: "scheduler.amazonaws.com",
    },
    {
      uses: ["import"],
      sid: "Ledger",
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      on: where(scope.table),
    },
    {
      uses: ["import"],
      sid: "LedgerItems",
      actions: ["dynamodb:Query"],
      on: moves ? [scope.table, scope.indexes] : [],
    },
  ];
}
