// The two ways through the span: situation by situation, equal ones played once; or every run on one engine.
import type { Cast } from "./cast.ts";
import type { Gathered } from "./gathered.ts";
import { JobPlayer } from "./job-player.ts";
import { schedulesFrom } from "./schedules-from.ts";
import { Timetable } from "./timetable.ts";

/** Jobs are played in turn through stretches of this length, so that what is kept of each run stays small. */
const STRETCH_MS = 7 * 86_400_000;

/** Returns how many situations went through an engine. Each job has its own: jobs share nothing but the account's concurrency. */
export async function playSituations(cast: Cast, gathered: Gathered): Promise<number> {
  const { model, fromAt, toAt } = cast.input;
  const players = model.jobs.map(({ name }) => playerOf(cast, gathered, name));
  try {
    for (let at = fromAt; at <= toAt; at += STRETCH_MS) {
      for (const player of players) await player.playUntil(at + STRETCH_MS);
      gathered.concurrency.sweepTo(at + STRETCH_MS);
    }
    gathered.concurrency.sweepTo(Number.POSITIVE_INFINITY);
    return players.reduce((sum, { played }) => sum + played, 0);
  } finally {
    for (const player of players) await player.close();
  }
}

function playerOf(cast: Cast, gathered: Gathered, job: string): JobPlayer {
  const { fromAt, toAt, seed } = cast.input;
  const tally = gathered.tallyOf(job);
  return new JobPlayer({
    job,
    schedules: cast.schedulesOfJob(job),
    ...{ fromAt, toAt, seed, script: cast.script },
    openWorld: (script) => cast.openWorld([job], script),
    due: () => tally.due(),
    happened: (happening, shift) => gathered.add(tally, happening, shift),
  });
}

/** Returns how many firings went through the engine: all of them. */
export async function playEveryRun(cast: Cast, gathered: Gathered): Promise<number> {
  const { model, fromAt, toAt, seed } = cast.input;
  const jobs = model.jobs.map(({ name }) => name);
  for (const job of jobs)
    countDues(new Timetable(cast.schedulesOfJob(job), fromAt, toAt), () => gathered.tallyOf(job).due());
  const [world, schedules] = await cast.openWorld(jobs, cast.script);
  try {
    const timetable = new Timetable(schedules, fromAt, toAt);
    await world.play(
      schedulesFrom(schedules, timetable, fromAt, toAt),
      { fromAt, lastDueAt: toAt, seed, untilRest: false },
      (happening) => gathered.add(gathered.tallyOf(happening.job), happening, 0),
    );
    gathered.concurrency.sweepTo(Number.POSITIVE_INFINITY);
    return gathered.tallies.reduce((sum, { counts }) => sum + counts.fired, 0);
  } finally {
    await world.close();
  }
}

function countDues(timetable: Timetable, count: () => void): void {
  let before: number | undefined;
  for (let due = timetable.peek(0); due; due = timetable.peek(0)) {
    if (due.at !== before) count();
    before = due.at;
    timetable.take(1);
  }
}
