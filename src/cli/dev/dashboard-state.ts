// The page's state, from the model and the ledger.
import { systemClock } from "../../core/clock.ts";
import type { DashboardState, JobState, RunState } from "../../dashboard/state.ts";
import type { Run } from "../../history/run.ts";
import type { Connection } from "../connection.ts";
import { type JobStanding, jobStates } from "../job-states.ts";
import type { Project } from "../project.ts";
import { readHistory } from "../read-history.ts";

const SHOWN_RUNS = 50;
const DAY_MS = 86_400_000;

export async function dashboardState({ model }: Project, connection: Connection | undefined): Promise<DashboardState> {
  const now = systemClock.now();
  const state = { app: model.app, environment: model.environment.name, now: new Date(now).toISOString() };
  if (!connection) return { ...state, jobs: [], runs: [] };
  const [standings, { runs }] = await Promise.all([
    jobStates(model, connection.readableLedger),
    readHistory(connection.readableLedger, {
      job: undefined,
      jobs: model.jobs.map(({ name }) => name),
      fromAt: now - 7 * DAY_MS,
      toAt: now,
      statuses: undefined,
      limit: SHOWN_RUNS,
      cursor: undefined,
      embedded: connection.embedded,
    }),
  ]);
  return { ...state, jobs: standings.map(jobState), runs: runs.map(runState) };
}

function jobState({ job, pause, schedules, nextAt, recent }: JobStanding): JobState {
  return {
    name: job.name,
    description: job.description ?? null,
    owner: job.owner ?? null,
    enabled: job.enabled,
    paused: pause ? `paused by ${pause.by}: ${pause.reason}` : null,
    schedules,
    nextDue: nextAt === undefined ? null : new Date(nextAt).toISOString(),
    strip: recent.map(({ id, status, due, durationMs }) => ({ id, status, due, durationMs })).reverse(),
  };
}

const runState = (run: Run): RunState => ({
  id: run.id ?? "",
  job: run.job,
  trigger: run.trigger,
  status: run.status,
  due: run.due,
  startedAt: run.startedAt,
  durationMs: run.durationMs,
  reason: run.reason,
  progress: run.progress,
});
