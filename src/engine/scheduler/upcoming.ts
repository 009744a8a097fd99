// When a schedule is due: its expression within its dates, while it is enabled.
import { nextDue, previousDue, type Timing } from "../../schedule/due-times.ts";
import type { Expression } from "../../schedule/expression.ts";
import { parseAws } from "../../schedule/parse-aws.ts";
import type { ScheduleDocument } from "./document.ts";

type Timed = { readonly document: ScheduleDocument; readonly anchoredAt: number };

const parsed = new Map<string, Expression>();
const MOST_PARSED = 10_000;

/** Many schedules share few expressions, and each is needed again at every firing. */
function expressionOf(text: string): Expression {
  let expression = parsed.get(text);
  if (!expression) {
    if (parsed.size >= MOST_PARSED) parsed.clear();
    expression = parseAws(text);
    parsed.set(text, expression);
  }
  return expression;
}

function timingOf({ document, anchoredAt }: Timed): Timing {
  return {
    expression: expressionOf(document.ScheduleExpression),
    timezone: document.ScheduleExpressionTimezone,
    startAt: document.StartDate === undefined ? undefined : document.StartDate * 1000,
    endAt: document.EndDate === undefined ? undefined : document.EndDate * 1000,
    anchorAt: anchoredAt,
  };
}

/** The first due time after the instant; null when there is none, or the schedule is disabled. */
export function nextDueAfter(row: Timed, after: number): number | null {
  return row.document.State === "DISABLED" ? null : (nextDue(timingOf(row), after) ?? null);
}

/** The last due time before the instant, if it is not before `from`. */
export function lastDueBefore(row: Timed, before: number, from: number): number | undefined {
  const due = previousDue(timingOf(row), before);
  return due === undefined || due < from ? undefined : due;
}

/** A rate counts from the whole second after it was made: no run is due before its schedule was. */
export function anchorOf(now: number): number {
  return Math.ceil(now / 1000) * 1000;
}
