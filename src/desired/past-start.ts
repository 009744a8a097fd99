// A start that is past: AWS takes none that lies more than five minutes back (Scheduler API, CreateSchedule and UpdateSchedule),
// and nothing hangs on it any more but the phase of a rate.
import { nextDue } from "../schedule/due-times.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import type { ScheduleResource } from "./resource.ts";

/** AWS's five minutes, less what a sync may take. */
const GRACE_MS = 2 * 60_000;

const isPast = (startAt: number | undefined, now: number): startAt is number =>
  startAt !== undefined && startAt < now - GRACE_MS;

/** What is deployed with another start that says the same is as it should be. */
export function withKnownStart(wanted: ScheduleResource, found: ScheduleResource, now: number): ScheduleResource {
  if (!isPast(wanted.startAt, now) || wanted.expression !== found.expression) return wanted;
  const isKnown = saysTheSame(wanted.startAt, found, now);
  return isKnown ? { ...wanted, startAt: found.startAt } : wanted;
}

function saysTheSame(wantedAt: number, { expression, startAt }: ScheduleResource, now: number): boolean {
  const parsed = parseAws(expression);
  if (parsed.kind !== "rate") return startAt === undefined || startAt <= now;
  return startAt !== undefined && startAt <= now + parsed.everyMs && (startAt - wantedAt) % parsed.everyMs === 0;
}

/** As it can be sent: a rate starts at its next due time, anything else has started. */
export function withSendableStart(schedule: ScheduleResource, now: number): ScheduleResource {
  const { startAt, timezone } = schedule;
  if (!isPast(startAt, now)) return schedule;
  const expression = parseAws(schedule.expression);
  const next = expression.kind === "rate" ? nextDue({ expression, timezone, startAt }, now) : undefined;
  return { ...schedule, startAt: next };
}
