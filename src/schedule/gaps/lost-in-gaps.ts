// The due times that a schedule loses when clocks go forward: what `dst: run-after` makes up for.

import { dueTimes, type Timing } from "../due-times.ts";
import type { AtExpression } from "../expression.ts";
import { makeAt } from "../text/read-at.ts";
import { MINUTE_MS } from "../times/calendar.ts";
import { nextWall } from "../times/wall-search.ts";
import { changesBetween } from "./clock-changes.ts";

export interface LostOccurrence {
  /** The local time that does not exist, milliseconds as if UTC. */
  readonly wallMs: number;
  /** The moment right after the gap, when it is made up for. */
  readonly atMs: number;
  /** The same as a one-time schedule in the schedule's zone. */
  readonly instead: AtExpression;
}

/** Those whose gap ends after `fromMs` and up to `toMs`. Several in one gap have one `atMs`, at which one run makes up for all. */
export function lostInGaps(timing: Timing, fromMs: number, toMs: number): readonly LostOccurrence[] {
  const { expression, timezone, startAt = fromMs, endAt = toMs } = timing;
  // A rate counts elapsed time; a one-time schedule in a gap is refused where it is written.
  if (expression.kind !== "cron") return [];
  const lost: LostOccurrence[] = [];
  for (const { at, wallBefore, wallAfter } of changesBetween(timezone, fromMs, toMs)) {
    if (at < startAt || at > endAt) continue;
    for (let wall = nextWall(expression, wallBefore); wall !== undefined && wall < wallAfter; ) {
      lost.push({ wallMs: wall, atMs: at, instead: makeAt(wallAfter) });
      wall = nextWall(expression, wall + MINUTE_MS);
    }
  }
  return lost;
}

/** One extra one-time schedule for each gap that swallows a due time, unless the schedule is due right after the gap anyway. */
export function runsAfterGaps(timing: Timing, fromMs: number, toMs: number): readonly LostOccurrence[] {
  const byGap = new Map(lostInGaps(timing, fromMs, toMs).map((lost) => [lost.atMs, lost]));
  return [...byGap.values()].filter(({ atMs }) => [...dueTimes(timing, atMs, atMs)].length === 0);
}
