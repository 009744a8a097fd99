// The plan of a move: what fired before off, the schedules on, both between two due times, so that each is fired for by one.
import { dueTimes, nextDue, previousDue, type Timing } from "../../schedule/due-times.ts";
import { instantText } from "../instant-text.ts";
import { type MoveInput, type MovePlan, type MoveStep, type MovingSchedule, refusedMove } from "./moving.ts";
import { originTiming } from "./origin-timing.ts";
import { type Firing, quietFrom } from "./quiet.ts";
import { rateObstacle } from "./rate-obstacle.ts";
import { unreadyReason, wouldBeLost } from "./readiness.ts";

/** So many of the due times that an interrupted move lost are named. */
const MOST_LOST = 20;

export function planMove(input: MoveInput): MovePlan {
  const { origin, jobs, now } = input;
  const unready = unreadyReason(jobs) ?? (origin.found.enabled ? wouldBeLost(origin, jobs.length) : undefined);
  if (unready !== undefined) return refusedMove(unready);
  const schedules = jobs.flatMap((job) => job.schedules);
  const on = schedules.filter(({ state }) => state === "off").map(({ name }): MoveStep => turn(name, true));
  if (!origin.found.enabled) return goneOn(input, schedules, on);
  const timing = originTiming(input);
  if (!timing) return refusedMove(unknownPhase(origin.text));
  const obstacle = rateObstacle(input, timing, schedules);
  if (obstacle) return obstacle;
  const near = nearness(input, [firingOf(input, timing), ...schedules.map(firingFrom)]);
  if (near) return near;
  const next = nextOf(schedules, now);
  return {
    ok: true,
    steps: [...noted(input, "note"), { do: "origin", on: false }, ...on],
    lastDue: previousDue(timing, now + 1),
    nextDue: next,
    lost: [],
    notes: otherDue(nextDue(timing, now), next),
  };
}

/** The way back: the schedules off first, then what fired before on. */
export function planUndo(input: MoveInput): MovePlan {
  const { origin, jobs, now } = input;
  const schedules = jobs.flatMap((job) => job.schedules);
  const off = schedules.filter(({ state }) => state === "on" || state === "other").map(({ name }) => turn(name, false));
  if (origin.found.enabled && off.length === 0) return settled(nextDueOf(input, now));
  const timing = originTiming(input);
  // A rate counts from when it is enabled: it has no due time that could be near.
  const isRate = timing === undefined || timing.expression.kind === "rate";
  const near = nearness(input, [...(isRate ? [] : [firingOf(input, timing)]), ...schedules.map(firingFrom)]);
  if (near) return near;
  return {
    ok: true,
    steps: [...off, { do: "origin", on: true }, ...noted(input, "unnote")],
    lastDue: lastOf(schedules, now),
    nextDue: isRate ? undefined : nextDueOf(input, now),
    lost: [],
    notes: isRate ? [`${origin.text} is a rate, which AWS counts from when it is enabled`] : [],
  };
}

/** Schedules have no tags (Scheduler API, TagResource), and say themselves when they were changed last. */
const noted = ({ origin }: MoveInput, step: "note" | "unnote"): readonly MoveStep[] =>
  origin.found.kind === "rule" ? [{ do: step }] : [];

const turn = (name: string, on: boolean): MoveStep => ({ do: "schedule", name, on });

const settled = (next: number | undefined): MovePlan => ({
  ok: true,
  steps: [],
  lastDue: undefined,
  nextDue: next,
  lost: [],
  notes: [],
});

/** It is off: by a move that was interrupted, or by hand. What was due since was fired for by nobody. */
function goneOn(input: MoveInput, schedules: readonly MovingSchedule[], on: readonly MoveStep[]): MovePlan {
  const { origin, now } = input;
  const next = nextOf(schedules, now);
  if (on.length === 0) return settled(next);
  const timing = originTiming(input);
  const since = origin.switchedOffAt;
  const lost = timing && since !== undefined ? [...dueTimes(timing, since, now)].slice(-MOST_LOST) : [];
  const notes =
    next !== undefined && next - now < input.marginMs
      ? [`${instantText(next)} is so near that it may pass before the schedules are on: look whether it was run`]
      : [];
  return { ok: true, steps: on, lastDue: undefined, nextDue: next, lost, notes };
}

/** What is off has no due time that could be under way: only the next one is to be far. */
function firingOf({ origin: { found } }: MoveInput, timing: Timing): Firing {
  return { timing, windowMinutes: found.kind === "schedule" && found.enabled ? found.windowMinutes : undefined };
}

const firingFrom = ({ timing, windowMinutes, state }: MovingSchedule): Firing => ({
  timing,
  windowMinutes: state === "off" ? undefined : windowMinutes,
});

function nearness({ origin, now, marginMs }: MoveInput, firings: readonly Firing[]): MovePlan | undefined {
  const quietAt = quietFrom(firings, now, marginMs);
  if (quietAt === now) return undefined;
  const margin = `${marginMs / 1_000} s`;
  if (quietAt === undefined) {
    return refusedMove(
      `${origin.text} is due so often that no moment is ${margin} away from its due times; a smaller --margin makes do with less, and AWS may take longer than that to switch`,
    );
  }
  const at = instantText(quietAt);
  return refusedMove(`${origin.text} has a due time within ${margin}: wait until ${at} (--wait does)`, quietAt);
}

const nextDueOf = (input: MoveInput, now: number): number | undefined => {
  const timing = originTiming(input);
  return timing && nextDue(timing, now);
};

const earliest = (times: readonly (number | undefined)[]): number | undefined =>
  times.filter((at) => at !== undefined).toSorted((a, b) => a - b)[0];

const nextOf = (schedules: readonly MovingSchedule[], now: number): number | undefined =>
  earliest(schedules.map(({ timing }) => nextDue(timing, now)));

const lastOf = (schedules: readonly MovingSchedule[], now: number): number | undefined =>
  schedules
    .map(({ timing }) => previousDue(timing, now + 1))
    .filter((at) => at !== undefined)
    .toSorted((a, b) => b - a)[0];

/** The file may ask for other times than before: that is its right, and worth a word. */
function otherDue(before: number | undefined, after: number | undefined): readonly string[] {
  if (before === after) return [];
  const text = (at: number | undefined) => (at === undefined ? "no more" : instantText(at));
  return [`its next due time was ${text(before)}, and is ${text(after)} by the file`];
}

const unknownPhase = (text: string): string =>
  `${text} is a rate, and AWS does not tell from when it counts: --fired says when it fired last (its function's log has it)`;
