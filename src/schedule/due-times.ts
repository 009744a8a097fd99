// When a schedule is due, by AWS's rules: a skipped local time does not fire, a repeated one fires in its first pass.
import type { CronExpression, Expression } from "./expression.ts";
import { FIRST_WALL_MS, LAST_WALL_MS, nextWall, previousWall } from "./times/wall-search.ts";
import { instantOfWall, zoneTable } from "./zone.ts";

/** Everything that decides when a schedule is due. Instants are epoch milliseconds. */
export interface Timing {
  readonly expression: Expression;
  readonly timezone: string;
  /** Due at or after this, and at or before `endAt`; a one-time schedule ignores both (Scheduler API, CreateSchedule). */
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  /** Where a rate without `startAt` counts from: when it was created or last changed. Without either it has no known due times. */
  readonly anchorAt?: number | undefined;
}

/** The first due time after an instant; undefined when there is none. */
export function nextDue(timing: Timing, afterMs: number): number | undefined {
  const { expression, startAt, endAt } = timing;
  if (expression.kind === "at") return onlyIf(instantOfWall(timing.timezone, expression.wallMs), (at) => at > afterMs);
  const after = startAt !== undefined && startAt > afterMs ? startAt - 1 : afterMs;
  const due =
    expression.kind === "cron"
      ? nextCron(expression, timing.timezone, after)
      : nextRate(expression.everyMs, anchorOf(timing), after);
  return endAt === undefined || due === undefined || due <= endAt ? due : undefined;
}

/** The last due time before an instant; undefined when there is none. */
export function previousDue(timing: Timing, beforeMs: number): number | undefined {
  const { expression, startAt, endAt } = timing;
  if (expression.kind === "at") return onlyIf(instantOfWall(timing.timezone, expression.wallMs), (at) => at < beforeMs);
  const before = endAt !== undefined && endAt < beforeMs ? endAt + 1 : beforeMs;
  const due =
    expression.kind === "cron"
      ? previousCron(expression, timing.timezone, before)
      : previousRate(expression.everyMs, anchorOf(timing), before);
  return startAt === undefined || due === undefined || due >= startAt ? due : undefined;
}

/** All due times from `fromMs` to `toMs`, both included, ascending. */
export function* dueTimes(timing: Timing, fromMs: number, toMs: number): Generator<number, void, undefined> {
  for (let due = nextDue(timing, fromMs - 1); due !== undefined && due <= toMs; due = nextDue(timing, due)) yield due;
}

function onlyIf(at: number | undefined, wanted: (at: number) => boolean): number | undefined {
  return at !== undefined && wanted(at) ? at : undefined;
}

/** Whole seconds, as the Scheduler reports a scheduled time. */
function anchorOf(timing: Timing): number | undefined {
  const anchor = timing.startAt ?? timing.anchorAt;
  return anchor === undefined ? undefined : Math.floor(anchor / 1_000) * 1_000;
}

/** Elapsed time: `rate(1 day)` is 24 hours on every day of the year (Scheduler User Guide, rate-based schedules). */
function nextRate(everyMs: number, anchor: number | undefined, after: number): number | undefined {
  if (anchor === undefined) return undefined;
  return after < anchor ? anchor : anchor + (Math.floor((after - anchor) / everyMs) + 1) * everyMs;
}

function previousRate(everyMs: number, anchor: number | undefined, before: number): number | undefined {
  if (anchor === undefined || before <= anchor) return undefined;
  return anchor + (Math.ceil((before - anchor) / everyMs) - 1) * everyMs;
}

function nextCron(cron: CronExpression, timezone: string, after: number): number | undefined {
  const table = zoneTable(timezone);
  const from = Math.max(after, FIRST_INSTANT);
  if (from > LAST_INSTANT) return undefined;
  let block = table.blockAt(from);
  let segment = block.segmentAt(from);
  // In the second pass of a repeated hour the local time lies before the stretch's own: those have fired.
  let wall = Math.max(from + 1 + (block.offsets[segment] ?? 0), block.wallStarts[segment] ?? 0);
  for (;;) {
    const found = nextWall(cron, wall);
    if (found === undefined) return undefined;
    block = table.blockAt(found);
    segment = block.segmentOfWall(found);
    const own = block.wallStarts[segment] ?? 0;
    if (found >= own) return found - (block.offsets[segment] ?? 0);
    wall = own;
  }
}

function previousCron(cron: CronExpression, timezone: string, before: number): number | undefined {
  const table = zoneTable(timezone);
  const from = Math.min(before - 1, LAST_INSTANT);
  if (from < FIRST_INSTANT) return undefined;
  let block = table.blockAt(from);
  let segment = block.segmentAt(from);
  const now = from + (block.offsets[segment] ?? 0);
  const own = block.wallStarts[segment] ?? 0;
  // In a second pass all of the first has fired, up to where the stretch's own local times begin.
  let wall = now < own ? own - 1 : now;
  for (;;) {
    const found = previousWall(cron, wall);
    if (found === undefined) return undefined;
    block = table.blockAt(found);
    segment = block.segmentOfWall(found);
    if (found >= (block.wallStarts[segment] ?? 0)) return found - (block.offsets[segment] ?? 0);
    wall = (block.wallEnds[segment - 1] ?? 0) - 1;
  }
}

/** AWS's years are 1970 to 2199; no zone is more than a day away from UTC. */
const FIRST_INSTANT = FIRST_WALL_MS - 2 * 86_400_000;
const LAST_INSTANT = LAST_WALL_MS + 2 * 86_400_000;
