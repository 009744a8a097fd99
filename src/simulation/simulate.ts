// A span of time with all jobs in it, on a virtual clock: what fires, how it ends, and how much at once.
import { jobOfSchedule, scheduleName } from "../desired/names.ts";
import { Cast, type SimulationInput } from "./cast.ts";
import { clockRemarks } from "./clock-remarks.ts";
import { findWarnings } from "./find-warnings.ts";
import { Gathered } from "./gathered.ts";
import { playEveryRun, playSituations } from "./play-jobs.ts";
import type { JobResult, Simulation } from "./simulation.ts";
import { type Counts, type Incident, NO_COUNTS, type Tally } from "./tally.ts";
import { Timetable } from "./timetable.ts";

const BUSIEST = 5;
const STRIP_COLUMNS = 60;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

export async function simulate(input: SimulationInput): Promise<Simulation> {
  const { model, fromAt, toAt, seed, everyRun } = input;
  const cast = new Cast(input);
  const names = model.jobs.map(({ name }) => name);
  const gathered = new Gathered(names, fromAt, toAt);
  const played = await (everyRun ? playEveryRun : playSituations)(cast, gathered);
  const { load, concurrency, tallies } = gathered;
  const jobs = model.jobs.map(({ name, enabled, schedules }): JobResult => {
    const { counts, longestOverrunMs } = gathered.tallyOf(name);
    const schedule = schedules.map((one) => scheduleName(name, one.name));
    return { job: name, enabled, schedules: schedule, counts, longestOverrunMs };
  });
  const totals = totalOf(jobs.map(({ counts }) => counts));
  const found = {
    jobs,
    concurrency: { peak: concurrency.peak, at: concurrency.peakAt },
    load: {
      busiest: load.busiest(BUSIEST).map((minute) => ({ ...minute, jobs: jobsDueIn(cast, minute.at) })),
      perDay: totals.fired / Math.max(1, (toAt - fromAt) / DAY_MS),
      strip: load.strip(STRIP_COLUMNS),
    },
  };
  return {
    ...{ fromAt, toAt, seed, totals, ...found },
    remarks: clockRemarks(model.jobs, fromAt, toAt),
    warnings: findWarnings(found, load),
    ...incidentsOf(tallies),
    played,
  };
}

function jobsDueIn({ input, schedules }: Cast, minuteAt: number): string[] {
  const { fromAt, toAt } = input;
  const endAt = Math.min(minuteAt + MINUTE_MS - 1, toAt);
  const due = schedules.filter((schedule) => {
    const at = new Timetable([schedule], fromAt, toAt).dueFrom(0, Math.max(minuteAt, fromAt));
    return at !== undefined && at <= endAt;
  });
  return [...new Set(due.map(({ name }) => jobOfSchedule(name)))].sort();
}

function totalOf(all: readonly Counts[]): Counts {
  const total = { ...NO_COUNTS };
  for (const counts of all) {
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
  }
  return total;
}

function incidentsOf(tallies: readonly Tally[]): { incidents: readonly Incident[]; incidentsLeftOut: number } {
  const incidents = tallies.flatMap((tally) => tally.incidents);
  incidents.sort((a, b) => a.dueAt - b.dueAt || (a.job < b.job ? -1 : a.job > b.job ? 1 : 0));
  return { incidents, incidentsLeftOut: tallies.reduce((sum, tally) => sum + tally.incidentsLeftOut, 0) };
}
