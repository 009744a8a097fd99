// Warns what an edited or a new schedule does on the day of the edit, and of a minute that many jobs share.
import { jobOfSchedule, WATCH_SCHEDULE } from "../desired/names.ts";
import type { Resource, ScheduleResource } from "../desired/resource.ts";
import type { Action, Plan } from "../plan/plan.ts";
import { dueTimes, nextDue, type Timing } from "../schedule/due-times.ts";
import { offsetAt } from "../schedule/zone.ts";
import { localText } from "./render/next-due.ts";
import { sameTiming, timingOf } from "./resource-timing.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The longest day of any zone: some clocks went back by a whole day. */
const LONGEST_DAY_MS = 2 * DAY_MS;

/** From this many schedules on, a minute is worth a warning. */
const MANY = 10;

/** `desired` is all that the plan leads to. The plan's fingerprint does not cover warnings: they change with the clock. */
export function withEditWarnings(plan: Plan, desired: readonly Resource[], now: number): Plan {
  if (!plan.actions.some(isTimed)) return plan;
  const crowds = crowdedMinutes(desired, now);
  const actions = plan.actions.map((action) => {
    if (!isTimed(action)) return action;
    const { to } = action;
    const from = action.action === "update" && action.from.kind === "schedule" ? action.from : undefined;
    const said = [
      ...warningsOfPast(to, now),
      ...(from ? warningsOfToday(from, to, now) : []),
      ...warningsOfCrowd(to, crowds, now),
    ];
    return said.length === 0 ? action : { ...action, warnings: [...action.warnings, ...said] };
  });
  return { ...plan, actions };
}

type Timed = Extract<Action, { to: Resource }> & { readonly to: ScheduleResource };

/** A schedule that is made, or is due at other times than before. */
function isTimed(action: Action): action is Timed {
  if (!("to" in action) || action.to.kind !== "schedule") return false;
  return action.action === "create" || action.from.kind !== "schedule" || !sameTiming(action.from, action.to);
}

/** AWS's pages leave open whether a new one-time schedule of the past is refused, ignored or run at once. */
function warningsOfPast(to: ScheduleResource, now: number): string[] {
  const timing = timingOf(to);
  const isOver = timing?.expression.kind === "at" && to.enabled && nextDue(timing, now) === undefined;
  return isOver
    ? ["this time is over: it is not due any more; take it out of the file, or give it a time to come"]
    : [];
}

function warningsOfToday(from: ScheduleResource, to: ScheduleResource, now: number): string[] {
  const [before, after] = [timingOf(from), timingOf(to)];
  if (!before || !after) return [];
  const was = today(before, after.timezone, now);
  const is = today(after, after.timezone, now);
  const clock = (at: number | undefined) => (at === undefined ? "" : localText(at, after.timezone));
  if (was.past.length > 0 && is.ahead.length > was.ahead.length) {
    return [
      `this edit fires again today: it was due at ${clock(was.past.at(-1))} and will be at ${clock(is.ahead[0])}`,
    ];
  }
  if (was.ahead.length > 0 && is.ahead.length === 0) {
    const next = nextDue(after, now);
    const instead = next === undefined ? "is not due again" : `is next due at ${clock(next)}`;
    return [`this edit skips today: it was to be due at ${clock(was.ahead[0])} and now ${instead}`];
  }
  return [];
}

/** Due times of the day that it is in a zone: the new schedule's for both, so that they are of the same day. */
function today(timing: Timing, timezone: string, now: number): { past: readonly number[]; ahead: readonly number[] } {
  const dayOf = (at: number) => Math.floor((at + offsetAt(timezone, at)) / DAY_MS);
  const isToday = (at: number) => dayOf(at) === dayOf(now);
  return {
    past: [...dueTimes(timing, now - LONGEST_DAY_MS, now)].filter(isToday),
    ahead: [...dueTimes(timing, now + 1, now + LONGEST_DAY_MS)].filter(isToday),
  };
}

function warningsOfCrowd(to: ScheduleResource, crowds: ReadonlyMap<number, number>, now: number): string[] {
  const at = exactNext(to, now);
  const jobs = at === undefined ? undefined : crowds.get(minuteOf(at));
  if (at === undefined || jobs === undefined) return [];
  return [
    `this minute is shared by ${jobs} jobs: ${localText(at, to.timezone)}; another minute, or window:, spreads them`,
  ];
}

/** Minute → the jobs that are due in it next, where there are many. */
function crowdedMinutes(desired: readonly Resource[], now: number): ReadonlyMap<number, number> {
  const jobsAt = new Map<number, string[]>();
  for (const resource of desired) {
    const at = resource.kind === "schedule" ? exactNext(resource, now) : undefined;
    if (at === undefined) continue;
    const names = jobsAt.get(minuteOf(at));
    if (names) names.push(jobOfSchedule(resource.name));
    else jobsAt.set(minuteOf(at), [jobOfSchedule(resource.name)]);
  }
  const crowded = [...jobsAt].filter(([, names]) => names.length >= MANY);
  return new Map(crowded.map(([minute, names]) => [minute, new Set(names).size]));
}

/** A flexible window spreads its runs already; a run after a clock change has no other minute. */
function exactNext(schedule: ScheduleResource, now: number): number | undefined {
  if (schedule.windowMinutes !== undefined || schedule.deleteAfterCompletion || schedule.name === WATCH_SCHEDULE)
    return undefined;
  const timing = timingOf(schedule);
  return timing && nextDue(timing, now);
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);
