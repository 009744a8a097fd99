// Makes up for due times that were missed or held back, for jobs whose catch-up rule says so.
import { createInvoker } from "../aws/invoker.ts";
import { policyMember } from "../desired/envelope.ts";
import { toCatchUp } from "../history/catch-up.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { revisionsOfNames } from "../ledger/lineage/revisions-of-names.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import { readPauses } from "../ledger/reads/pauses.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import type { CatchUp, Job } from "../manifest/model.ts";
import { type BackfillResult, backfillJob } from "../runs/backfill/backfill-job.ts";
import { backfillLine } from "./backfill-line.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { functionOf } from "./functions-of-jobs.ts";
import { fillInput } from "./parameters.ts";
import type { Project } from "./project.ts";

/** More are left for the next time, or for `lamp backfill`, which asks first. */
const MOST_RUNS = 100;
const PAGE = 1_000;

/** Each due time once, oldest first, one at a time. A job that is paused now is left alone; without a rule nothing is read. */
export async function catchUp(
  project: Project,
  connection: Connection,
  line: CommandLine,
  jobs: readonly Job[],
): Promise<readonly BackfillResult[]> {
  const ruled = jobs.filter(({ enabled, catchUp }) => enabled && catchUp !== undefined);
  if (ruled.length === 0) return [];
  const { ledger } = connection;
  const pauses = await readPauses(ledger);
  const now = ledger.clock.now();
  const results: BackfillResult[] = [];
  for (const job of ruled) {
    const pause = pauses.get(job.name);
    if (!job.catchUp || (pause && (pause.until === undefined || pause.until > now))) continue;
    const dueTimes = await dueTimesOf(job.name, job.catchUp, ledger);
    if (dueTimes.length > 0) results.push(...(await makeUp(project, connection, line, job, dueTimes)));
  }
  return results;
}

async function dueTimesOf(
  job: string,
  { runs: rule, windowSeconds }: CatchUp,
  ledger: Ledger,
): Promise<readonly number[]> {
  const now = ledger.clock.now();
  const runs: RunItem[] = [];
  let cursor: string | undefined;
  const spans = namesOfJob(job, await readRenames(ledger));
  do {
    const page = await runsOfNames(ledger, spans, { fromAt: now - windowSeconds * 1_000, limit: PAGE, cursor });
    runs.push(...page.runs);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const revisions = await revisionsOfNames(ledger, spans);
  return toCatchUp({ job, names: plainNames(spans), rule, windowSeconds, revisions, runs, now });
}

async function makeUp(
  project: Project,
  connection: Connection,
  line: CommandLine,
  job: Job,
  dueTimes: readonly number[],
): Promise<readonly BackfillResult[]> {
  const { terminal } = line;
  const now = dueTimes.slice(0, MOST_RUNS);
  const left = dueTimes.length - now.length;
  terminal.note(`${job.name}: catching up ${now.length} of ${dueTimes.length} due times that did not run`);
  const results: BackfillResult[] = [];
  await backfillJob(
    {
      job: job.name,
      functionArn: await functionOf(project, connection, job),
      dueTimes: now,
      input: await fillInput(project.model, job.input, connection),
      policy: policyMember(job).policy,
      by: `${caller(terminal.variables)}, catching up`,
      parallel: 1,
      force: false,
      dryRun: false,
      signal: terminal.interrupted,
      onResult(result) {
        results.push(result);
        terminal.note(backfillLine(result, terminal));
      },
    },
    { ledger: connection.ledger, invoker: createInvoker(connection.clients) },
  );
  if (left > 0) terminal.note(`${job.name}: ${left} are left for the next sync, or for lamp backfill ${job.name}`);
  return results;
}
