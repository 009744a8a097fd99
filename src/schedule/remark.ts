// What the clock change does to a schedule, said beside its due times.

import { nextDue, type Timing } from "./due-times.ts";
import { type ClockChange, changesBetween } from "./gaps/clock-changes.ts";
import { lostInGaps } from "./gaps/lost-in-gaps.ts";
import { DAY_MS } from "./times/calendar.ts";
import { clockOf, dayOf } from "./words/wall-in-words.ts";

/** About one due time and what lies between it and the next; undefined when no clock change touches them. */
export function remarkOn(timing: Timing, dueAt: number): string | undefined {
  if (timing.expression.kind === "at") return undefined;
  const next = nextDue(timing, dueAt) ?? dueAt + DAY_MS;
  const changes = changesBetween(timing.timezone, dueAt - DAY_MS, next);
  for (const change of changes) {
    const said =
      timing.expression.kind === "rate" ? onRate(timing, change, dueAt) : onCron(timing, change, dueAt, next);
    if (said !== undefined) return said;
  }
  return undefined;
}

function onCron(timing: Timing, change: ClockChange, dueAt: number, next: number): string | undefined {
  const day = dayOf(change.wallBefore);
  if (change.wallAfter > change.wallBefore) {
    if (change.at <= dueAt || change.at > next) return undefined;
    const [lost, second] = lostInGaps(timing, change.at - 1, change.at);
    if (!lost) return undefined;
    const which = second
      ? `${clockOf(change.wallBefore)} to ${clockOf(change.wallAfter)} does`
      : `${clockOf(lost.wallMs)} does`;
    return `clocks go forward on ${day}: ${which} not exist, AWS skips it`;
  }
  const repeated = change.wallBefore - change.wallAfter;
  if (dueAt >= change.at || dueAt < change.at - repeated) return undefined;
  const wall = dueAt + change.offsetBefore;
  return `clocks go back on ${day}: ${clockOf(wall)} comes twice, AWS fires the first time only`;
}

/** Elapsed time does not follow the clock: a daily rate moves by the shift. */
function onRate(timing: Timing, change: ClockChange, dueAt: number): string | undefined {
  const { expression } = timing;
  if (expression.kind !== "rate" || expression.everyMs % DAY_MS !== 0) return undefined;
  if (dueAt < change.at || dueAt - change.at >= DAY_MS) return undefined;
  const way = change.wallAfter > change.wallBefore ? "forward" : "back";
  return `clocks went ${way} on ${dayOf(change.wallBefore)}: a rate counts 24 hours and is now due at ${clockOf(dueAt + change.offsetAfter)}`;
}
