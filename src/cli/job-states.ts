// Each job as it stands: its schedules in words, when it is due next, and its recent runs. For `list`, `dev` and the page.

import { missedRuns } from "../history/missed-runs.ts";
import { newestFirst } from "../history/newest-first.ts";
import { type Run, toRun } from "../history/run.ts";
import { type Statistics, statisticsOf } from "../history/statistics.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { revisionsOfJob } from "../ledger/reads/revisions-of-job.ts";
import { runsOfJob } from "../ledger/reads/runs-of-job.ts";
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
  /** Newest first. */
  readonly recent: readonly Run[];
  readonly statistics: Statistics;
}

const STRIP = 30;

export function jobStates(model: Model, ledger: Ledger): Promise<readonly JobStanding[]> {
  return Promise.all(model.jobs.map((job) => standing(job, ledger)));
}

async function standing(job: Job, ledger: Ledger): Promise<JobStanding> {
  const now = ledger.clock.now();
  const [{ runs, cursor }, revisions] = await Promise.all([
    runsOfJob(ledger, job.name, { limit: STRIP }),
    revisionsOfJob(ledger, job.name),
  ]);
  const fromAt = cursor === undefined ? 0 : (runs.at(-1)?.dueAt ?? 0);
  const missed = missedRuns({ job: job.name, revisions, runs, fromAt, toAt: now, now });
  const both = [...runs.map((run) => toRun(run, now)), ...missed.slice(-STRIP)];
  const recent = newestFirst(both, { statuses: undefined, limit: STRIP });
  return {
    job,
    schedules: job.schedules.map(({ expression, source, timezone }) => ({
      expression: expression.text,
      source,
      words: describe(expression, timezone),
      zone: timezone,
    })),
    nextAt: nextOf(job, now),
    recent,
    statistics: statisticsOf(recent),
  };
}

function nextOf(job: Job, now: number): number | undefined {
  if (!job.enabled) return undefined;
  const times = job.schedules.flatMap(({ expression, timezone, startAt, endAt }) => {
    const at = nextDue({ expression, timezone, startAt, endAt, anchorAt: now }, now);
    return at === undefined ? [] : [at];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}
