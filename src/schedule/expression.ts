// A schedule expression as a value: what only the parsers of this folder can make.

/** Exists for the compiler alone: no other folder can write down an Expression, it must be parsed. */
declare const parsed: unique symbol;
interface Parsed {
  readonly [parsed]: true;
}

/** AWS cron. Each field is a set held as bits, so that a hundred thousand schedules fit and the next due time is a few shifts. */
export interface CronExpression extends Parsed {
  readonly kind: "cron";
  /** Canonical AWS text, `cron(0 6 ? * MON-FRI *)`. */
  readonly text: string;
  /** Bit n is minute n, for 0 to 29; minutes 30 to 59 are bits 0 to 29 of `minutesHigh`. */
  readonly minutesLow: number;
  readonly minutesHigh: number;
  /** Bit n is hour n. */
  readonly hours: number;
  /** Bit n is month n, 1 to 12. */
  readonly months: number;
  /** Ascending. */
  readonly years: readonly number[] | "any";
  readonly days: DayRule;
}

/** Which days of a month fire. Weekdays are bit 0 = Sunday to bit 6 here, whatever the text counted; dates are bits 1 to 31. */
export type DayRule =
  | { readonly kind: "any" }
  | {
      readonly kind: "dates";
      readonly dates: number;
      readonly last: boolean;
      /** `15W`: the weekday nearest to the 15th, within the month. */
      readonly nearestWeekdayTo: number;
    }
  | {
      readonly kind: "weekdays";
      readonly weekdays: number;
      /** `6L`: the last Friday of the month. */
      readonly last: number;
      readonly nth: { readonly weekday: number; readonly n: number } | undefined;
    };

export interface RateExpression extends Parsed {
  readonly kind: "rate";
  readonly text: string;
  readonly everyMs: number;
}

export interface AtExpression extends Parsed {
  readonly kind: "at";
  /** `at(2027-03-01T09:00:00)`, local time in the schedule's zone. */
  readonly text: string;
  /** The local time as if it were UTC, in milliseconds: the zone makes an instant of it. */
  readonly wallMs: number;
}

export type Expression = CronExpression | RateExpression | AtExpression;

/** An expression without its brand: what a reader has put together. */
export type Unbranded<E extends Expression> = Omit<E, keyof Parsed>;

/** For this folder's parsers only, after everything was checked. */
export function asParsed<E extends Expression>(value: Unbranded<E>): E {
  return Object.freeze(value) as E;
}
