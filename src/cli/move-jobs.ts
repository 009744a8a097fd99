// What a renamed job takes along: its former names, for the history, and its pause. Around the plan, which moves the schedules.
import type { ActionResult } from "../apply/apply-plan.ts";
import { jobOfSchedule } from "../desired/names.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { liftPause, writePause } from "../ledger/writes/write-pause.ts";
import { writeRename } from "../ledger/writes/write-rename.ts";
import type { Job } from "../manifest/model.ts";
import type { Reconciliation } from "./reconcile.ts";

type Known = Pick<Reconciliation, "jobs" | "state" | "hasLedger">;

/** Before anything of the new name is made. Where there is no ledger yet, there is nothing to take along. */
export async function beginRenames({ jobs, state, hasLedger }: Known, ledger: Ledger): Promise<void> {
  for (const job of hasLedger ? jobs : []) {
    if (!isNews(job, state)) continue;
    const pause = job.was.map((name) => state.pauses.get(name)).find((found) => found !== undefined);
    if (pause && !state.pauses.has(job.name)) await writePause(ledger, { ...pause, job: job.name });
    await writeRename(ledger, { job: job.name, was: job.was, until: undefined });
  }
}

/** From here on what is due under a former name is not this job's: none of its schedules is left. */
export async function endRenames(
  { jobs, state, hasLedger, seen }: Known & { readonly seen: Pick<Reconciliation["seen"], "actual"> },
  results: readonly ActionResult[],
  ledger: Ledger,
): Promise<void> {
  const gone = new Set(
    results.flatMap(({ action, status }) => (status === "done" ? [`${action.action} ${action.name}`] : [])),
  );
  const left = seen.actual.filter(
    ({ resource }) => resource.kind === "schedule" && !gone.has(`delete ${resource.name}`),
  );
  const names = new Set(left.map(({ resource }) => jobOfSchedule(resource.name)));
  for (const { name, was } of hasLedger ? jobs : []) {
    const isOpen = was.length > 0 && (isNews({ name, was }, state) || state.renames.get(name)?.until === undefined);
    if (!isOpen || was.some((former) => names.has(former))) continue;
    for (const former of was) if (state.pauses.has(former)) await liftPause(ledger, former);
    await writeRename(ledger, { job: name, was, until: ledger.clock.now() });
  }
}

/** Names that the ledger does not have yet. */
function isNews({ name, was }: Pick<Job, "name" | "was">, { renames }: Known["state"]): boolean {
  const known = renames.get(name)?.was ?? [];
  return was.some((former) => !known.includes(former));
}
