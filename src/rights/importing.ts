// What import takes: a look at everything that fires, whoever made it.
import type { Right } from "./right.ts";
import type { Scope } from "./scope.ts";

export function importing({ place }: Scope): readonly Right[] {
  const { partition, region, account } = place;
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
  ];
}
