// Which schedules ActionAfterCompletion removes once nothing more is due (User Guide, Deleting a schedule).
import type { ScheduleDocument } from "./document.ts";

/** One-time schedules, and recurring ones that have an end: without it the service waits for a next time for ever. */
export function goesWhenCompleted(document: ScheduleDocument): boolean {
  const { State, ActionAfterCompletion, EndDate } = document;
  return State === "ENABLED" && ActionAfterCompletion === "DELETE" && (EndDate !== undefined || isOneTime(document));
}

export function isOneTime({ ScheduleExpression }: Pick<ScheduleDocument, "ScheduleExpression">): boolean {
  return ScheduleExpression.startsWith("at(");
}
