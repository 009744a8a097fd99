// A job is paused or goes on, by hand: the word first, so that a sync at this moment keeps it, then the schedules.
import { systemClock } from "../core/clock.ts";
import { formatDuration } from "../core/duration.ts";
import type { Pause } from "../ledger/items/pause-item.ts";
import { readPauses } from "../ledger/reads/pauses.ts";
import { liftPause, writePause } from "../ledger/writes/write-pause.ts";
import { backfillJson } from "../runs/backfill/backfill-job.ts";
import { caller } from "./caller.ts";
import { catchUp } from "./catch-up.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { holdSchedules } from "./hold-schedules.ts";
import { parseFuture } from "./instants.ts";
import type { Project } from "./project.ts";
import { reasonGiven } from "./reason-given.ts";
import { askForAccount } from "./refuse-other-account.ts";
import { jsonDocument } from "./render/json-document.ts";
import { pauseJson } from "./render/pause.ts";
import { SHORT_PATIENCE_MS, withSyncLock } from "./with-sync-lock.ts";

export async function pauseByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const job = findJob(project.model, line.positional[0] ?? "");
  const reason = reasonGiven(line, "whoever finds the job paused will ask");
  const now = systemClock.now();
  const text = options.text("until");
  const until = text === undefined ? undefined : parseFuture(text, "--until", now);
  const pause: Pause = { job: job.name, by: caller(terminal.variables), reason, at: now, until };
  await askForAccount(project.model.environment, connection);
  const locking = { what: "lamp pause", patienceMs: SHORT_PATIENCE_MS };
  const schedules = await withSyncLock(connection, line, locking, async (locked, gate) => {
    const before = (await readPauses(locked.readableLedger)).get(job.name);
    const say = () => writePause(locked.ledger, pause);
    return holdSchedules(project, locked, job, { pause, before, say }, gate);
  });
  if (options.flag("json")) terminal.out(jsonDocument({ job: job.name, pause: pauseJson(pause), schedules }));
  else {
    const end = until === undefined ? "until lamp resume" : `for ${formatDuration(until - now)}, until ${iso(until)}`;
    terminal.out(`paused ${job.name} ${end}; lamp run still runs it by hand`);
    if (schedules.length === 0) terminal.note("none of its schedules had to be changed in the cloud");
  }
  return EXIT.done;
}

/** Lifts a pause, and switches on what somebody disabled outside of lamp. */
export async function resumeByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const job = findJob(project.model, line.positional[0] ?? "");
  await askForAccount(project.model.environment, connection);
  const locking = { what: "lamp resume", patienceMs: SHORT_PATIENCE_MS };
  const { pause, schedules } = await withSyncLock(connection, line, locking, async (locked, gate) => {
    const lifted = (await readPauses(locked.readableLedger)).get(job.name);
    const say = async () => {
      if (lifted) await liftPause(locked.ledger, job.name);
    };
    const hold = { pause: undefined, before: lifted, say };
    return { pause: lifted, schedules: await holdSchedules(project, locked, job, hold, gate) };
  });
  const caughtUp = await catchUp(project, connection, line, [job]);
  if (options.flag("json")) {
    const was = pause ? pauseJson(pause) : null;
    terminal.out(jsonDocument({ job: job.name, pause: null, was, schedules, caughtUp: caughtUp.map(backfillJson) }));
  } else {
    const was = pause ? ` (paused by ${pause.by}: ${pause.reason})` : "";
    terminal.out(pause || schedules.length > 0 ? `resumed ${job.name}${was}` : `${job.name} was not paused`);
    if (!job.enabled) terminal.note("the file says enabled: false, so its schedules stay disabled");
  }
  return EXIT.done;
}

const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
