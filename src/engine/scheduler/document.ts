// A schedule as it is kept and read back: every field that has a system default carries it.

export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

export interface ScheduleDocument {
  readonly Description?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  /** Epoch seconds. */
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly State: "ENABLED" | "DISABLED";
  readonly FlexibleTimeWindow: { readonly Mode: "OFF" | "FLEXIBLE"; readonly MaximumWindowInMinutes?: number };
  readonly Target: Target;
  readonly ActionAfterCompletion: "NONE" | "DELETE";
  readonly KmsKeyArn?: string;
}

/** What Create and Update are given. */
export type ScheduleInput = {
  readonly Name: string;
  readonly GroupName?: string;
  readonly ClientToken?: string;
} & Omit<ScheduleDocument, "ScheduleExpressionTimezone" | "State" | "ActionAfterCompletion" | "Target"> &
  Partial<Pick<ScheduleDocument, "ScheduleExpressionTimezone" | "State" | "ActionAfterCompletion">> & {
    readonly Target: Omit<Target, "RetryPolicy"> & { readonly RetryPolicy?: Partial<Target["RetryPolicy"]> };
  };

/** Both operations set the whole schedule: what is left out goes back to the system default (API reference, UpdateSchedule). */
export function documentOf(input: ScheduleInput): ScheduleDocument {
  const { Name: _name, GroupName: _group, ClientToken: _token, ...rest } = input;
  return {
    ...rest,
    ScheduleExpressionTimezone: input.ScheduleExpressionTimezone ?? "UTC",
    State: input.State ?? "ENABLED",
    ActionAfterCompletion: input.ActionAfterCompletion ?? "NONE",
    Target: {
      ...input.Target,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...input.Target.RetryPolicy },
    },
  };
}
