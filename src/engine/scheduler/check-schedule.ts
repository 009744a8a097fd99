// What the model cannot say about a schedule: expression, zone, dates, window, target, role.
import { ScheduleError } from "../../schedule/errors.ts";
import { parseAws } from "../../schedule/parse-aws.ts";
import { checkZone } from "../../schedule/zone.ts";
import { isOneTime } from "./completion.ts";
import type { ScheduleDocument } from "./document.ts";
import { invalid } from "./faults.ts";
import { groupArn, type Scheduler } from "./scheduler.ts";
import { checkTarget } from "./target-kind.ts";

/** StartDate may lie this far back (API reference, CreateSchedule). */
const START_GRACE_MS = 300_000;

export function checkSchedule(scheduler: Scheduler, group: string, document: ScheduleDocument): void {
  checkTimes(document);
  const { FlexibleTimeWindow: window } = document;
  if (window.Mode === "FLEXIBLE" && window.MaximumWindowInMinutes === undefined) {
    throw invalid("MaximumWindowInMinutes must be specified when FlexibleTimeWindow Mode is FLEXIBLE.");
  }
  // A one-time schedule has its time in the expression, and its dates are ignored (API reference, CreateSchedule).
  if (!isOneTime(document)) checkDates(scheduler, document);
  checkTarget(document.Target, scheduler);
  checkRole(scheduler, group, document.Target.RoleArn);
}

function checkDates({ clock }: Scheduler, { StartDate, EndDate }: ScheduleDocument): void {
  if (StartDate !== undefined && StartDate * 1000 < clock.now() - START_GRACE_MS) {
    throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
  }
  if (StartDate !== undefined && EndDate !== undefined && EndDate <= StartDate) {
    throw invalid("The EndDate you specify must come after the StartDate.");
  }
}

/** AWS names the bad expression and no more; what is wrong with it is added. */
function checkTimes(document: ScheduleDocument): void {
  try {
    checkZone(document.ScheduleExpressionTimezone);
    parseAws(document.ScheduleExpression);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    const what =
      error.code === "schedule-zone"
        ? `Invalid ScheduleExpressionTimezone ${document.ScheduleExpressionTimezone}.`
        : `Invalid Schedule Expression ${document.ScheduleExpression}.`;
    throw invalid(`${what} ${error.message}`);
  }
}

function checkRole(scheduler: Scheduler, group: string, roleArn: string): void {
  const source = { arn: groupArn(scheduler, group), account: scheduler.account };
  if (scheduler.roles?.trusts(roleArn, "scheduler.amazonaws.com", source) === false) {
    throw invalid(
      `The execution role you provide must allow AWS EventBridge Scheduler to assume the role. (${roleArn}, for ${source.arn})`,
    );
  }
}
