// Which of the due times that have passed still fire, after a sleep, a stop or a busy moment.
import type { ScheduleRow } from "./schedule-rows.ts";
import { lastDueBefore, nextDueAfter } from "./upcoming.ts";

/** Younger due times all fire: they are not missed, only late. */
const FRESH_MS = 120_000;

interface Dues {
  /** In order of time. */
  readonly due: readonly number[];
  /** The first that is yet to come. */
  readonly next: number | null;
}

/**
 * Of due times older than two minutes only the latest fires, and only when it is younger than the schedule's maximum
 * event age: after a week off, a job runs once, not thousands of times. AWS itself is never off; this is the engine's choice.
 */
export function dueToFire(row: ScheduleRow, now: number): Dues {
  if (row.nextDue === null || row.nextDue > now) return { due: [], next: row.nextDue };
  const fresh = now - FRESH_MS;
  const due: number[] = [];
  if (row.nextDue < fresh) {
    const latest = lastDueBefore(row, fresh, row.nextDue);
    const oldest = now - row.document.Target.RetryPolicy.MaximumEventAgeInSeconds * 1000;
    if (latest !== undefined && latest > oldest) due.push(latest);
  }
  let next: number | null = row.nextDue >= fresh ? row.nextDue : nextDueAfter(row, fresh - 1);
  for (; next !== null && next <= now; next = nextDueAfter(row, next)) due.push(next);
  return { due, next };
}
