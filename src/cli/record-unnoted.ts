// What a command that died had put in force but not yet noted, written to the ledger by the next sync: the missed-run
// arithmetic would otherwise hold the old schedule against the runs for good.
import type { ActionResult } from "../apply/apply-plan.ts";
import { jobOfSchedule, WATCH_SCHEDULE } from "../desired/names.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";
import { recordRevision } from "../ledger/writes/record-revision.ts";
import type { Reconciliation } from "./reconcile.ts";
import { pauseOf, recordRevisionOf } from "./record-schedule-revision.ts";

/** When it was put in force nobody can say any more: it counts from now. What this sync itself changed is noted already. */
export async function recordUnnoted(
  { seen, jobs, plan, unrecorded }: Reconciliation,
  results: readonly ActionResult[],
  ledger: Ledger,
): Promise<void> {
  const changed = new Set(results.flatMap(({ action }) => (action.kind === "schedule" ? [action.name] : [])));
  const deployed = seen.actual.flatMap(({ resource, owned }) =>
    owned && resource.kind === "schedule" && resource.name !== WATCH_SCHEDULE ? [resource] : [],
  );
  for (const { name: job } of jobs) {
    const last = new Map((await revisionsOfJob(ledger, job)).map((revision) => [revision.schedule, revision]));
    for (const schedule of deployed) {
      if (jobOfSchedule(schedule.name) !== job || changed.has(schedule.name)) continue;
      const pause = pauseOf(schedule.name, plan.held);
      if (isNoted(schedule, pause, last.get(schedule.name))) continue;
      await recordRevisionOf(ledger, schedule, { pause, unrecorded: unrecorded.has(job) || undefined });
    }
    for (const revision of last.values()) {
      const there = changed.has(revision.schedule) || deployed.some(({ name }) => name === revision.schedule);
      if (there || !revision.enabled) continue;
      await recordRevision(ledger, { ...revision, fromAt: ledger.clock.now(), enabled: false, pause: undefined });
    }
  }
}

function isNoted(schedule: ScheduleResource, pause: Revision["pause"], last: Revision | undefined): boolean {
  if (!last || last.pause?.reason !== pause?.reason || last.pause?.until !== pause?.until) return false;
  const members = ["enabled", "expression", "timezone", "startAt", "endAt", "windowMinutes"] as const;
  return members.every((member) => last[member] === schedule[member]);
}
