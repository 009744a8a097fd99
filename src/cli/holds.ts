// What operators hold back in an environment: the pauses in the ledger, and schedules that were disabled in AWS itself.
import { inParallel } from "../core/in-parallel.ts";
import { jobOfSchedule } from "../desired/names.ts";
import type { ActualResource, Resource } from "../desired/resource.ts";
import type { Hold, Holds } from "../desired/with-holds.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Renames } from "../ledger/reads/renames.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";
import type { Job } from "../manifest/model.ts";

const DISABLED_OUTSIDE: Hold = { until: undefined, by: undefined, reason: "disabled outside of lamp" };
const AT_ONCE = 8;

export interface Held {
  readonly pauses: ReadonlyMap<string, Pause>;
  readonly renames: Renames;
  readonly jobs: readonly Pick<Job, "name" | "was">[];
}

/** The pause of a former name is the job's until its rename is on record; from then on it has its own. */
export async function holdsOf(
  ledger: Ledger,
  { pauses: known, renames, jobs }: Held,
  desired: readonly Resource[],
  actual: readonly ActualResource[],
): Promise<Holds> {
  const former = new Map(jobs.map(({ name, was }) => [name, renames.has(name) ? [] : was]));
  const pauses = new Map(known);
  for (const [name, was] of former) {
    const moved = was.map((one) => known.get(one)).find((pause) => pause !== undefined);
    if (moved && !pauses.has(name)) pauses.set(name, { ...moved, job: name });
  }
  const off = new Set(actual.flatMap(({ resource }) => (isOff(resource) ? [resource.name] : [])));
  const candidates = desired.filter(
    (resource) =>
      resource.kind === "schedule" &&
      resource.enabled &&
      namesOf(resource.name, former).some((name) => off.has(name)) &&
      !pauses.has(jobOfSchedule(resource.name)),
  );
  const disabled = await inParallel(candidates, AT_ONCE, async ({ name }) =>
    (await wasSwitchedOff(ledger, namesOf(name, former).find((one) => off.has(one)) ?? name)) ? [name] : [],
  );
  return { jobs: pauses, schedules: new Map(disabled.flat().map((name) => [name, DISABLED_OUTSIDE])) };
}

const isOff = (resource: Resource): boolean => resource.kind === "schedule" && !resource.enabled;

/** A schedule's name, and those that it had while its job is being renamed. */
function namesOf(schedule: string, former: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const job = jobOfSchedule(schedule);
  return [schedule, ...(former.get(job) ?? []).map((name) => name + schedule.slice(job.length))];
}

/** One that we left disabled ourselves is enabled by an edit of the file; one that we left enabled was switched off since. */
async function wasSwitchedOff(ledger: Ledger, schedule: string): Promise<boolean> {
  const revisions = await revisionsOfJob(ledger, jobOfSchedule(schedule));
  const last = revisions.findLast((revision) => revision.schedule === schedule);
  // What it was edited to meanwhile was put in force switched off, because it was.
  return last?.enabled === true || last?.pause?.reason === DISABLED_OUTSIDE.reason;
}
