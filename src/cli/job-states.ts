// Each job as it stands: its schedules in words, when it is due next, and its recent runs. For `list`, `dev` and the page.
import { scheduleName } from "../desired/names.ts";
import { missedRuns } from "../history/missed-runs.ts";
import { newestFirst } from "../history/newest-first.ts";
import { type Run, toRun } from "../history/run.ts";
import { type Statistics, statisticsOf } from "../history/statistics.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { revisionsOfNames } from "../ledger/lineage/revisions-of-names.ts";
import { runsOfNames } from "../ledger/lineage/runs-of-names.ts";
import { allRevisions } from "../ledger/reads/all-revisions.ts";
import { readPauses } from "../ledger/reads/pauses.ts";
import { type Renames, readRenames } from "../ledger/reads/renames.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";
import type { Job, Model } from "../manifest/model.ts";
import { describe } from "../schedule/describe.ts";
import { nextDue } from "../schedule/due-times.ts";

export interface JobStanding {
  readonly job: Job;
  readonly schedules: readonly {
    readonly expression: string;
    readonly source: string;
    readonly words: string;
    readonly zone: string;
  }[];
  readonly nextAt: number | undefined;
  /** False while the job has schedules in the file of which sync has put none in force. */
  readonly synced: boolean;
  /** In force now. */
  readonly pause: Pause | undefined;
  /** Newest first. */
  readonly recent: readonly Run[];
  readonly statistics: Statistics;
}

const STRIP = 30;

export async function jobStates(model: Model, ledger: Ledger): Promise<readonly JobStanding[]> {
  const pauses = readPauses(ledger);
  const renames = readRenames(ledger);
  const all = allRevisions(ledger);
  // The index may be a moment behind: a job that it does not know yet is asked for by name.
  const revisions = async (name: string) => (await all).get(name) ?? revisionsOfJob(ledger, name);
  // They are awaited here too: where no job gets as far as asking for them, their error would end the process.
  const [standings] = await Promise.all([
    Promise.all(model.jobs.map(async (job) => standing(job, ledger, { pauses, renames, revisions }))),
    pauses,
    renames,
    all,
  ]);
  return standings;
}

/** What is read once for all jobs. */
interface Common {
  readonly pauses: Promise<ReadonlyMap<string, Pause>>;
  readonly renames: Promise<Renames>;
  readonly revisions: (name: string) => Promise<readonly Revision[]>;
}

async function standing(job: Job, ledger: Ledger, common: Common): Promise<JobStanding> {
  const now = ledger.clock.now();
  const names = namesOfJob(job.name, await common.renames);
  const [{ runs, cursor }, revisions] = await Promise.all([
    runsOfNames(ledger, names, { limit: STRIP }),
    revisionsOfNames(ledger, names, common.revisions),
  ]);
  const fromAt = cursor === undefined ? 0 : (runs.at(-1)?.dueAt ?? 0);
  const missed = missedRuns({ job: job.name, names: plainNames(names), revisions, runs, fromAt, toAt: now, now });
  const both = [...runs.map((run) => toRun(run, now)), ...missed.slice(-STRIP)];
  const recent = newestFirst(both, { statuses: undefined, limit: STRIP });
  const said = (await common.pauses).get(job.name);
  const pause = said && (said.until === undefined || said.until > now) ? said : undefined;
  const synced = job.schedules.length === 0 || revisions.length > 0;
  return {
    job,
    pause,
    schedules: job.schedules.map(({ expression, source, timezone }) => ({
      expression: expression.text,
      source,
      words: describe(expression, timezone),
      zone: timezone,
    })),
    synced,
    nextAt: synced ? nextOf(job, runs, now, pause) : undefined,
    recent,
    statistics: statisticsOf(recent),
  };
}

function nextOf(job: Job, runs: readonly RunItem[], now: number, pause: Pause | undefined): number | undefined {
  if (!job.enabled || (pause && pause.until === undefined)) return undefined;
  const after = pause?.until === undefined ? now : pause.until - 1;
  const times = job.schedules.flatMap((schedule) => {
    const { expression, timezone, startAt, endAt } = schedule;
    const anchorAt = lastDueOf(scheduleName(job.name, schedule.name), runs) ?? now;
    const at = nextDue({ expression, timezone, startAt, endAt, anchorAt }, after);
    return at === undefined ? [] : [at];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A rate counts from when AWS made it, which nobody is told; its runs show it. */
const lastDueOf = (schedule: string, runs: readonly RunItem[]): number | undefined =>
  runs.find((run) => run.trigger === "schedule" && run.schedule === schedule)?.dueAt;
