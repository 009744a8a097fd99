// A schedule as the Scheduler takes it, whole: an update returns every omitted member to its default (API, UpdateSchedule).
import type { ScheduleResource } from "./resource.ts";

/** `date` makes of epoch milliseconds what the caller's client takes for an instant. */
export function scheduleDocument<Instant>(schedule: ScheduleResource, date: (at: number) => Instant) {
  const instant = (at: number | undefined) => (at === undefined ? undefined : date(at));
  const { windowMinutes, deadLetterArn } = schedule;
  return {
    Name: schedule.name,
    GroupName: schedule.group,
    Description: schedule.description,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    State: schedule.enabled ? "ENABLED" : "DISABLED",
    StartDate: instant(schedule.startAt),
    EndDate: instant(schedule.endAt),
    FlexibleTimeWindow:
      windowMinutes === undefined
        ? ({ Mode: "OFF" } as const)
        : ({ Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes } as const),
    ActionAfterCompletion: schedule.deleteAfterCompletion ? "DELETE" : "NONE",
    Target: {
      Arn: schedule.targetArn,
      RoleArn: schedule.roleArn,
      Input: schedule.input,
      RetryPolicy: { MaximumRetryAttempts: schedule.attempts, MaximumEventAgeInSeconds: schedule.maxAgeSeconds },
      DeadLetterConfig: deadLetterArn === undefined ? undefined : { Arn: deadLetterArn },
    },
  } as const;
}
