// What is there already and fires: schedules and scheduled rules, as their services describe them, in plain values.

/** A schedule of the EventBridge Scheduler. Instants are epoch milliseconds. */
export interface FoundSchedule {
  readonly kind: "schedule";
  readonly group: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly windowMinutes: number | undefined;
  readonly deleteAfterCompletion: boolean;
  /** The customer's key that its input is encrypted with. */
  readonly keyArn: string | undefined;
  readonly targetArn: string;
  readonly input: string | undefined;
  readonly deadLetterArn: string | undefined;
  /** undefined: the service's defaults. */
  readonly attempts: number | undefined;
  readonly maxAgeSeconds: number | undefined;
}

/** A rule of the default bus, with a schedule: no other bus takes one (EventBridge API, PutRule). */
export interface FoundRule {
  readonly kind: "rule";
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly expression: string;
  readonly enabled: boolean;
  /** It fires for events as well. */
  readonly pattern: string | undefined;
  /** The AWS service that made it and alone may change it. */
  readonly managedBy: string | undefined;
  readonly targets: readonly FoundTarget[];
}

export interface FoundTarget {
  readonly id: string;
  readonly arn: string;
  /** At most one of these three; none of them: the event itself. */
  readonly input: string | undefined;
  readonly inputPath: string | undefined;
  readonly transformer: { readonly paths: Readonly<Record<string, string>>; readonly template: string } | undefined;
  readonly deadLetterArn: string | undefined;
  /** undefined: the service's defaults. */
  readonly attempts: number | undefined;
  readonly maxAgeSeconds: number | undefined;
}

export type Found = FoundSchedule | FoundRule;
