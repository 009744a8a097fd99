// Takes a job's deployed schedules back or lets them go on: only when they are live changes, all else stays as deployed.
import { identityOf } from "../aws/identity.ts";
import { createAdapters } from "../aws/resources/adapters.ts";
import { readSchedule, type ScheduleReading } from "../aws/resources/schedule.ts";
import { systemClock } from "../core/clock.ts";
import { inParallel } from "../core/in-parallel.ts";
import { groupName } from "../desired/names.ts";
import { withKnownStart, withSendableStart } from "../desired/past-start.ts";
import type { ScheduleResource } from "../desired/resource.ts";
import { scheduleResources } from "../desired/schedule-resources.ts";
import { held } from "../desired/with-holds.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import { recordsRuns } from "../manifest/code.ts";
import type { Job } from "../manifest/model.ts";
import type { Connection } from "./connection.ts";
import { firedElsewhere } from "./fired-elsewhere.ts";
import { functionsOfJobs } from "./functions-of-jobs.ts";
import { type Deployed, noteDeployed } from "./note-deployed.ts";
import type { Project } from "./project.ts";
import { recordRevisionOf } from "./record-schedule-revision.ts";
import type { ChangeGate } from "./with-sync-lock.ts";

const AT_ONCE = 8;

export interface Hold {
  /** undefined: the schedules go on. */
  readonly pause: Pause | undefined;
  /** The word that stood until now: what an earlier command put in force by it may not be on record. */
  readonly before: Pause | undefined;
  /** Gives the new word, or takes back the old one: before the schedules, and after what the old one did is noted. */
  say(): Promise<void>;
}

/** The names of the schedules that were changed. One that was never synced is not there, and needs nothing. */
export async function holdSchedules(
  { model }: Project,
  connection: Connection,
  job: Job,
  { pause, before, say }: Hold,
  gate: Pick<ChangeGate, "unsettled">,
): Promise<readonly string[]> {
  const { schedule: adapter } = createAdapters({ clients: connection.clients, clock: systemClock });
  const place = await identityOf(connection.clients);
  const group = groupName(model.app, model.environment.name);
  const elsewhere = await firedElsewhere({ ...model, jobs: [job] }, connection.clients);
  const wanted = scheduleResources({ ...model, jobs: [job] }, place, functionsOfJobs(model, place), systemClock.now());
  const read = await inParallel(wanted, AT_ONCE, (schedule) => readSchedule(connection.clients, group, schedule.name));
  const unrecorded = new Set(recordsRuns(job) ? [] : [job.name]);
  if (gate.unsettled()) await noteDeployed(asDeployed(job, read, before, unrecorded), connection.ledger);
  await say();
  const changed = await inParallel(wanted, AT_ONCE, async (schedule) => {
    const deployed = read.find((reading) => reading?.schedule.name === schedule.name)?.schedule;
    if (!deployed) return [];
    const hold = elsewhere.get(job.name) ?? pause;
    const now = systemClock.now();
    const wanted = liveAs(deployed, hold ? held(schedule, hold.until) : schedule);
    const known = withKnownStart(wanted, deployed, now);
    if (known.enabled === deployed.enabled && known.startAt === deployed.startAt) return [];
    const to = withSendableStart(known, now);
    await adapter.update(deployed, to, undefined);
    await recordRevisionOf(connection.ledger, to, { pause, unrecorded: !recordsRuns(job) });
    return [schedule.name];
  });
  return changed.flat();
}

/** What an earlier command left, before this one changes it. */
const asDeployed = (
  job: Job,
  readings: readonly (ScheduleReading | undefined)[],
  before: Pause | undefined,
  unrecorded: ReadonlySet<string>,
): Deployed => {
  const there = readings.filter((reading) => reading !== undefined);
  return {
    jobs: [job.name],
    schedules: there.map(({ schedule }) => schedule),
    areAll: false,
    modifiedAt: new Map(there.map(({ schedule, modifiedAt }) => [schedule.name, modifiedAt ?? 0])),
    pauseOf: () => before,
    unrecorded,
  };
};

const liveAs = (deployed: ScheduleResource, { enabled, startAt }: ScheduleResource): ScheduleResource => ({
  ...deployed,
  enabled,
  startAt,
});
