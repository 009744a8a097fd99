// What sync put in force, written to the ledger: the missed-run arithmetic asks it what was due when.
import { jobOfSchedule } from "../desired/names.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { recordRevision } from "../ledger/writes/record-revision.ts";
import type { Action } from "../plan/plan.ts";

export async function recordScheduleRevision(ledger: Ledger, action: Action): Promise<void> {
  const resource = "to" in action ? action.to : action.from;
  if (resource.kind !== "schedule") return;
  await recordRevision(ledger, {
    job: jobOfSchedule(resource.name),
    schedule: resource.name,
    fromAt: ledger.clock.now(),
    enabled: action.action !== "delete" && resource.enabled,
    expression: resource.expression,
    timezone: resource.timezone,
    startAt: resource.startAt,
    endAt: resource.endAt,
    windowMinutes: resource.windowMinutes,
  });
}
