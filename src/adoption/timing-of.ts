// When a job that was found is due: the expression in our reading, with what of start and end still matters.
import { nextDue } from "../schedule/due-times.ts";
import { ScheduleError } from "../schedule/errors.ts";
import type { Expression } from "../schedule/expression.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { isZone } from "../schedule/zone.ts";
import { type Skipped, type Source, skipped } from "./draft.ts";

export interface FoundTiming {
  readonly expression: string;
  readonly timezone: string;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
}

export type ReadTiming =
  | {
      readonly ok: true;
      readonly schedule: string;
      readonly start: string | undefined;
      readonly end: string | undefined;
      readonly notes: readonly string[];
      readonly left: readonly Skipped[];
    }
  | { readonly ok: false; readonly reason: string };

export function timingOf(found: FoundTiming, source: Source, now: number): ReadTiming {
  const { timezone, endAt } = found;
  if (!isZone(timezone)) return { ok: false, reason: `its zone ${timezone} is unknown` };
  const expression = parsed(found.expression);
  if (typeof expression === "string") return { ok: false, reason: expression };
  const never = neverAgain(expression, found, now);
  if (never !== undefined) return { ok: false, reason: never };
  // A start that is past decides nothing more, but of a rate, which counts from it; AWS takes none (API, CreateSchedule).
  const isPast = found.startAt !== undefined && found.startAt <= now;
  const start = isPast || expression.kind === "at" ? undefined : found.startAt;
  const end = expression.kind === "at" ? undefined : endAt;
  return {
    ok: true,
    schedule: expression.text,
    start: instant(start),
    end: instant(end),
    notes: [...cutNotes(start, end), ...(expression.kind === "rate" && start === undefined ? [RATE_NOTE] : [])],
    left: isPast && expression.kind !== "at" ? [skipped(source, "start", pastStart(expression, found))] : [],
  };
}

function parsed(text: string): Expression | string {
  try {
    return parseAws(text);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return error.message.replace(/\.$/, "");
  }
}

function neverAgain(
  expression: Expression,
  { timezone, startAt, endAt }: FoundTiming,
  now: number,
): string | undefined {
  const timing = { expression, timezone, startAt, endAt, anchorAt: startAt ?? now };
  if (nextDue(timing, now) !== undefined) return undefined;
  if (expression.kind === "at" && nextDue(timing, Number.MIN_SAFE_INTEGER) === undefined) {
    return `${expression.text} does not exist in ${timezone}: clocks go forward over it`;
  }
  if (expression.kind === "at") return `${expression.text} is past`;
  return endAt !== undefined && endAt <= now ? `it ended at ${instant(endAt)}` : "it never fires again";
}

/** The file holds whole seconds. */
const instant = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`;

const cutNotes = (...instants: readonly (number | undefined)[]): readonly string[] =>
  instants.some((at) => at !== undefined && at % 1_000 !== 0) ? ["start and end are given in whole seconds"] : [];

const pastStart = ({ kind }: Expression, { startAt }: FoundTiming): string =>
  kind === "cron"
    ? "it is past and decides nothing more"
    : `it is past, and AWS takes no such start; the rate counts from ${instant(startAt)}`;

const RATE_NOTE =
  "a rate counts from when its schedule is made, so that its due times move; start: with one of them keeps them";
