// What GetSchedule answers, as far as it says the same of any schedule, in plain values; instants are epoch milliseconds.
import type { GetScheduleOutput } from "@aws-sdk/client-scheduler";

export function scheduleFacts(found: GetScheduleOutput) {
  const { Target: target, FlexibleTimeWindow: window } = found;
  return {
    kind: "schedule",
    description: found.Description || undefined,
    expression: found.ScheduleExpression ?? "",
    timezone: found.ScheduleExpressionTimezone ?? "UTC",
    enabled: found.State !== "DISABLED",
    startAt: found.StartDate?.getTime(),
    endAt: found.EndDate?.getTime(),
    windowMinutes: window?.Mode === "FLEXIBLE" ? window.MaximumWindowInMinutes : undefined,
    deleteAfterCompletion: found.ActionAfterCompletion === "DELETE",
    targetArn: target?.Arn ?? "",
    deadLetterArn: target?.DeadLetterConfig?.Arn,
  } as const;
}
