// A simulation as its JSON document: documented in docs/simulate.md.

import type { Simulation } from "../../simulation/simulation.ts";
import type { Counts } from "../../simulation/tally.ts";

const isoOf = (at: number): string => new Date(at).toISOString();

export function simulationJson(found: Simulation): Readonly<Record<string, unknown>> {
  const { load, concurrency } = found;
  return {
    from: isoOf(found.fromAt),
    to: isoOf(found.toAt),
    seed: found.seed,
    totals: countsJson(found.totals),
    jobs: found.jobs.map(({ job, enabled, schedules, counts, longestOverrunMs }) => ({
      ...{ job, enabled, schedules },
      ...countsJson(counts),
      longestOverlapMs: longestOverrunMs,
    })),
    clockChanges: found.remarks.map((remark) => ({ ...remark, at: isoOf(remark.at) })),
    load: {
      firingsPerDay: Math.round(load.perDay * 100) / 100,
      busiest: load.busiest.map((minute) => ({ ...minute, at: isoOf(minute.at) })),
      strip: load.strip,
    },
    concurrency: { peak: concurrency.peak, at: concurrency.at === undefined ? null : isoOf(concurrency.at) },
    warnings: found.warnings,
    incidents: found.incidents.map(({ job, dueAt, what }) => ({ job, due: isoOf(dueAt), what })),
    incidentsLeftOut: found.incidentsLeftOut,
    situationsPlayed: found.played,
  };
}

function countsJson(counts: Counts) {
  const { due, fired, succeeded, failed, retried, deliveriesFailed, missed } = counts;
  return {
    ...{ due, fired, succeeded, failed, retried, deliveriesFailed, missed },
    dead: { failed: counts.deadFailed, undelivered: counts.deadUndelivered },
    skipped: { overlap: counts.overlap, late: counts.late, duplicate: counts.duplicate },
  };
}
