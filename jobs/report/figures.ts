// A day's runs as figures, per job and in all: a function of the runs, so that one day gives one report.
import type { Run } from "lamplighter";

export interface JobFigures {
  readonly job: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly other: number;
  /** Milliseconds over all succeeded runs; null without one. */
  readonly medianMs: number | null;
  readonly longestMs: number | null;
  readonly costUsd: number;
}

export interface Failure {
  readonly run: string;
  readonly job: string;
  readonly due: string;
  readonly reason: string;
}

export interface Bar {
  readonly run: string;
  readonly job: string;
  readonly status: Run["status"];
  readonly startedAt: string;
  readonly endedAt: string;
}

export interface Report {
  readonly app: string;
  readonly environment: string;
  /** `2027-03-01`, in UTC. */
  readonly day: string;
  readonly runs: number;
  readonly costUsd: number;
  readonly jobs: readonly JobFigures[];
  readonly failures: readonly Failure[];
  readonly timeline: readonly Bar[];
}

const FAILED = new Set(["failed", "dead", "missed"]);

export function reportOf(where: { app: string; environment: string; day: string }, runs: readonly Run[]): Report {
  const ended = [...runs]
    .filter(({ status }) => status !== "running" && status !== "pending")
    .sort((a, b) => compare(a.due, b.due) || compare(a.key, b.key) || compare(a.id ?? "", b.id ?? ""));
  const names = [...new Set(ended.map(({ job }) => job))].sort();
  const jobs = names.map((name) =>
    figuresOf(
      name,
      ended.filter(({ job }) => job === name),
    ),
  );
  return {
    ...where,
    runs: ended.length,
    costUsd: sum(jobs.map(({ costUsd }) => costUsd)),
    jobs,
    failures: ended
      .filter(({ status }) => FAILED.has(status))
      .map(({ id, key, job, due, reason, status }) => ({ run: id ?? key, job, due, reason: reason ?? status })),
    timeline: ended.flatMap(({ id, key, job, status, startedAt, endedAt }) =>
      startedAt === null || endedAt === null ? [] : [{ run: id ?? key, job, status, startedAt, endedAt }],
    ),
  };
}

function figuresOf(job: string, runs: readonly Run[]): JobFigures {
  const durations = runs
    .flatMap(({ status, durationMs }) => (status === "succeeded" && durationMs !== null ? [durationMs] : []))
    .sort((a, b) => a - b);
  const succeeded = runs.filter(({ status }) => status === "succeeded").length;
  const failed = runs.filter(({ status }) => FAILED.has(status)).length;
  const skipped = runs.filter(({ status }) => status === "skipped").length;
  return {
    job,
    succeeded,
    failed,
    skipped,
    other: runs.length - succeeded - failed - skipped,
    medianMs: durations[Math.floor((durations.length - 1) / 2)] ?? null,
    longestMs: durations.at(-1) ?? null,
    costUsd: sum(runs.map(({ cost }) => cost ?? 0)),
  };
}

const sum = (values: readonly number[]): number => Number(values.reduce((total, value) => total + value, 0).toFixed(9));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
