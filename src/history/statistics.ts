// A job's recent past in figures: how many ended how, and how long they take.
import type { Run, RunStatus } from "./run.ts";

export interface Statistics {
  readonly counts: Readonly<Partial<Record<RunStatus, number>>>;
  /** Milliseconds of succeeded runs; null without one. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export function statisticsOf(runs: readonly Run[]): Statistics {
  const counts: Partial<Record<RunStatus, number>> = {};
  for (const { status } of runs) counts[status] = (counts[status] ?? 0) + 1;
  const durations = runs
    .filter(({ status }) => status === "succeeded")
    .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))
    .sort((a, b) => a - b);
  return { counts, p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95) };
}

/** Nearest rank of sorted values. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
