// The run that somebody means: by its id, or the latest of a job.
import { type Run, toRun } from "../history/run.ts";
import { parseRunId } from "../ledger/keys.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob } from "../ledger/lineage/names-of-job.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import { findRun } from "../ledger/reads/find-run.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import type { Model } from "../manifest/model.ts";
import { NotFound } from "./errors.ts";
import { unknownJob } from "./find-job.ts";

/** undefined for a job that has not run yet. */
export async function runMeant(model: Model, ledger: Ledger, text: string): Promise<Run | undefined> {
  const now = ledger.clock.now();
  if (model.jobs.some(({ name }) => name === text)) {
    const { runs } = await runsOfNames(ledger, namesOfJob(text, await readRenames(ledger)), { limit: 1 });
    return runs[0] && toRun(runs[0], now);
  }
  return runById(model, ledger, text);
}

/** The same where nothing but a run will do. */
export async function runToShow(model: Model, ledger: Ledger, text: string): Promise<Run> {
  const run = await runMeant(model, ledger, text);
  if (!run) throw new NotFound(`${text} has not run yet: lamp next ${text} says when it is due`);
  return run;
}

export async function runById(model: Model, ledger: Ledger, id: string): Promise<Run> {
  const ref = parseRunId(id);
  if (!ref) {
    const shape = "(they look like daily-report.20270301T060000Z)";
    throw new NotFound(`"${id.slice(0, 80)}" is no run id ${shape}. ${unknownJob(model, id)}`);
  }
  const item = await findRun(ledger, id);
  if (!item) throw new NotFound(`There is no run ${id}; lamp history ${ref.job} lists what there is`);
  return toRun(item, ledger.clock.now());
}
