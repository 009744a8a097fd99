// A schedule expression as a value: what only the parsers of this folder can make.

/** AWS cron: each field expanded to the sorted list of what it allows; the day rule kept apart, since it depends on the month. */
export interface CronExpression {
  readonly kind: "cron";
  /** Canonical AWS text, `cron(0 6 ? * MON-FRI *)`. */
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[] | "any";
  readonly days: DayRule;
}

/** Which days of a month fire. Weekdays are 0 = Sunday to 6 here, whatever the text counted. */
export type DayRule =
  | { readonly kind: "any" }
  | {
      readonly kind: "dates";
      readonly dates: readonly number[];
      readonly last: boolean;
      readonly nearestWeekdayTo: readonly number[];
    }
  | {
      readonly kind: "weekdays";
      readonly weekdays: readonly number[];
      readonly last: readonly number[];
      readonly nth: { readonly weekday: number; readonly n: number } | undefined;
    };

export interface RateExpression {
  readonly kind: "rate";
  readonly text: string;
  readonly everyMs: number;
}

export interface AtExpression {
  readonly kind: "at";
  /** `at(2027-03-01T09:00:00)`, local time in the schedule's zone. */
  readonly text: string;
  readonly local: {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    readonly second: number;
  };
}

export type Expression = CronExpression | RateExpression | AtExpression;
