// After a command that died, or could not reach the ledger: the next sync notes what that one had put in force.
import { WATCH_SCHEDULE } from "../desired/names.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { noteDeployed } from "./note-deployed.ts";
import type { Reconciliation } from "./reconcile.ts";
import { pauseOf } from "./record-schedule-revision.ts";

/** Before this sync changes anything itself. */
export async function recordUnnoted({ seen, jobs, plan, unrecorded }: Reconciliation, ledger: Ledger): Promise<void> {
  const entries = [...seen.schedules.entries];
  await noteDeployed(
    {
      jobs: jobs.map(({ name }) => name),
      schedules: seen.actual.flatMap(({ resource, owned }) =>
        owned && resource.kind === "schedule" && resource.name !== WATCH_SCHEDULE ? [resource] : [],
      ),
      areAll: true,
      modifiedAt: new Map(entries.map(([arn, { modifiedAt }]) => [arn.slice(arn.lastIndexOf("/") + 1), modifiedAt])),
      pauseOf: (schedule) => pauseOf(schedule, plan.held),
      unrecorded,
    },
    ledger,
  );
}
