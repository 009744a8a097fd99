// Refuses a schedule that is never due in its zone: what no parser can see without the zone.

import { nextDue, type Timing } from "./due-times.ts";
import { ScheduleError } from "./errors.ts";
import { changesBetween } from "./gaps/clock-changes.ts";
import { makeAt } from "./text/read-at.ts";
import { DAY_MS } from "./times/calendar.ts";
import { clockOf, dayOf } from "./words/wall-in-words.ts";

/** AWS documents no rule for at() in a gap, so it is not written; a cron may name nothing but skipped times, or end before it begins. */
export function checkFires(timing: Timing): void {
  const { expression, timezone } = timing;
  const anchored = expression.kind === "rate" ? { ...timing, anchorAt: timing.anchorAt ?? 0 } : timing;
  if (nextDue(anchored, Number.MIN_SAFE_INTEGER) !== undefined) return;
  const fault = { text: expression.text, offset: 0, length: expression.text.length };
  if (expression.kind === "at") {
    const { wallMs } = expression;
    const gap = changesBetween(timezone, wallMs - 2 * DAY_MS, wallMs + 2 * DAY_MS).find(
      ({ wallBefore, wallAfter }) => wallBefore <= wallMs && wallMs < wallAfter,
    );
    throw new ScheduleError("schedule-never", {
      ...fault,
      problem: `${clockOf(wallMs)} on ${dayOf(wallMs)} does not exist in ${timezone}: clocks go forward`,
      expected: "a local time that exists",
      instead: gap && makeAt(gap.wallAfter).text,
    });
  }
  throw new ScheduleError("schedule-never", {
    ...fault,
    problem: `This schedule never fires in ${timezone} between its start and its end`,
    expected: "a time that exists there",
  });
}
