// What operators hold back in an environment: the pauses in the ledger, and schedules that were disabled in AWS itself.
import { inParallel } from "../core/in-parallel.ts";
import { jobOfSchedule } from "../desired/names.ts";
import type { ActualResource, Resource } from "../desired/resource.ts";
import type { Hold, Holds } from "../desired/with-holds.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";

const DISABLED_OUTSIDE: Hold = { until: undefined, by: undefined, reason: "disabled outside of lamp" };
const AT_ONCE = 8;

export async function holdsOf(
  ledger: Ledger,
  pauses: ReadonlyMap<string, Pause>,
  desired: readonly Resource[],
  actual: readonly ActualResource[],
): Promise<Holds> {
  const off = new Set(actual.flatMap(({ resource }) => (isOff(resource) ? [resource.name] : [])));
  const candidates = desired.filter(
    (resource) =>
      resource.kind === "schedule" &&
      resource.enabled &&
      off.has(resource.name) &&
      !pauses.has(jobOfSchedule(resource.name)),
  );
  const disabled = await inParallel(candidates, AT_ONCE, async ({ name }) =>
    (await wasPutInForce(ledger, name)) ? [name] : [],
  );
  return { jobs: pauses, schedules: new Map(disabled.flat().map((name) => [name, DISABLED_OUTSIDE])) };
}

const isOff = (resource: Resource): boolean => resource.kind === "schedule" && !resource.enabled;

/** One that we left disabled ourselves is enabled by an edit of the file; one that we left enabled was switched off since. */
async function wasPutInForce(ledger: Ledger, schedule: string): Promise<boolean> {
  const revisions = await revisionsOfJob(ledger, jobOfSchedule(schedule));
  return revisions.findLast((revision) => revision.schedule === schedule)?.enabled === true;
}
