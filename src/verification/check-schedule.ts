// The checks of a schedule as it is in the cloud: its zone, whether it is due again, and that it points where the file says.
import { WATCH_SCHEDULE } from "../desired/names.ts";
import type { Resource, ScheduleResource } from "../desired/resource.ts";
import { nextDue } from "../schedule/due-times.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { isZone } from "../schedule/zone.ts";
import { type Check, ng, ok, skip } from "./check.ts";
import { presence } from "./check-storage.ts";
import type { Reading } from "./evidence.ts";

export function checkSchedule(found: Reading<Resource>, wanted: ScheduleResource, now: number): readonly Check[] {
  const there = presence(found);
  // A one-time schedule that has run deletes itself.
  if (found.kind === "absent" && wanted.deleteAfterCompletion && dueAgain(wanted, now) === undefined)
    return [skip("exists", "its time has passed")];
  if (found.kind !== "found" || found.value.kind !== "schedule") return [there];
  const actual = found.value;
  return [
    there,
    isZone(actual.timezone)
      ? ok("time zone", actual.timezone)
      : ng("time zone", `"${actual.timezone}" is unknown`, "lamp sync"),
    dueCheck(actual, now),
    sameCheck("target", actual.targetArn, wanted.targetArn),
    sameCheck("role", actual.roleArn, wanted.roleArn),
    wanted.deadLetterArn === undefined && actual.deadLetterArn === undefined
      ? skip("dead-letter queue", wanted.name === WATCH_SCHEDULE ? LOOKS_AGAIN : LOST)
      : sameCheck("dead-letter queue", actual.deadLetterArn, wanted.deadLetterArn),
  ];
}

const LOST = "the file says deadLetter: false: what cannot be delivered is lost";
const LOOKS_AGAIN = "none is needed: the next look makes up for one that failed";

const sameCheck = (check: string, actual: string | undefined, wanted: string | undefined): Check =>
  actual === wanted ? ok(check, actual) : ng(check, `${actual ?? "none"}, not ${wanted ?? "none"}`, "lamp sync");

function dueCheck(schedule: ScheduleResource, now: number): Check {
  const check = "next due";
  if (!schedule.enabled) return skip(check, "the schedule is disabled");
  if (!isZone(schedule.timezone)) return skip(check, "not known without a zone");
  try {
    const due = dueAgain(schedule, now);
    if (due === undefined) return ng(check, "never again", "change its schedule, or take the job out of the file");
    return ok(check, schedule.expression.startsWith("rate") ? schedule.expression : new Date(due).toISOString());
  } catch (error) {
    return ng(check, `"${schedule.expression}": ${(error as Error).message}`, "lamp sync");
  }
}

function dueAgain({ expression, timezone, startAt, endAt }: ScheduleResource, now: number): number | undefined {
  return nextDue({ expression: parseAws(expression), timezone, startAt, endAt, anchorAt: now }, now);
}
