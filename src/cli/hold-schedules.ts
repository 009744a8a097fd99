// Takes a job's deployed schedules back or lets them go on: only when they are live changes, all else stays as deployed.
import { identityOf } from "../aws/identity.ts";
import { createAdapters } from "../aws/resources/adapters.ts";
import { systemClock } from "../core/clock.ts";
import { inParallel } from "../core/in-parallel.ts";
import { groupName } from "../desired/names.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import { scheduleResources } from "../desired/schedule-resources.ts";
import { held } from "../desired/with-holds.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import { recordsRuns } from "../manifest/code.ts";
import type { Job } from "../manifest/model.ts";
import type { Connection } from "./connection.ts";
import { functionsOfJobs } from "./functions-of-jobs.ts";
import type { Project } from "./project.ts";
import { recordRevisionOf } from "./record-schedule-revision.ts";

const AT_ONCE = 8;

/** The names of the schedules that were changed. One that was never synced is not there, and needs nothing. */
export async function holdSchedules(
  { model }: Project,
  connection: Connection,
  job: Job,
  pause: Pause | undefined,
): Promise<readonly string[]> {
  const { schedule: adapter } = createAdapters({ clients: connection.clients, clock: systemClock });
  const place = await identityOf(connection.clients);
  const group = groupName(model.app, model.environment.name);
  const wanted = scheduleResources({ ...model, jobs: [job] }, place, functionsOfJobs(model, place), systemClock.now());
  const changed = await inParallel(wanted, AT_ONCE, async (schedule) => {
    const deployed = await adapter.read({ group, name: schedule.name });
    if (!deployed) return [];
    const to = liveAs(deployed, pause ? held(schedule, pause.until) : schedule);
    if (to.enabled === deployed.enabled && to.startAt === deployed.startAt) return [];
    await adapter.update(deployed, to, undefined);
    await recordRevisionOf(connection.ledger, to, { pause, unrecorded: !recordsRuns(job) || undefined });
    return [schedule.name];
  });
  return changed.flat();
}

const liveAs = (deployed: ScheduleResource, { enabled, startAt }: ScheduleResource): ScheduleResource => ({
  ...deployed,
  enabled,
  startAt,
});
