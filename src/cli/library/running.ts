// Jobs started, stopped and held back, from a program.
import type { JsonObject } from "../../core/json.ts";
import { backfill as backfillCommand } from "../commands/backfill.ts";
import { cancel as cancelCommand } from "../commands/cancel.ts";
import { pause as pauseCommand } from "../commands/pause.ts";
import { resume as resumeCommand } from "../commands/resume.ts";
import { run as runCommand } from "../commands/run.ts";
import { callCommand } from "./call-command.ts";
import type { BackfillDocument, PauseDocument, ResumeDocument, RunDocument } from "./documents.ts";
import type { Instant, Settings } from "./settings.ts";

export interface RunOptions extends Settings {
  readonly job: string;
  /** Instead of the job's own. */
  readonly input?: JsonObject;
  /** The time that the run is for; now if left out. */
  readonly due?: Instant;
  /** One attempt, waited for; else the event is handed over like a scheduled one, retries included. */
  readonly wait?: boolean;
}

/** Triggers a job. Resolves however a run that is waited for ends: its `status` says. */
export const run = ({ job, input, due, wait, ...settings }: RunOptions): Promise<RunDocument> =>
  callCommand(runCommand, settings, [job], { input, due, wait });

export interface CancelOptions extends Settings {
  /** A run's id. */
  readonly run: string;
  /** Shown with the run. */
  readonly reason: string;
  /** Until it has ended. */
  readonly wait?: boolean;
}

/** Asks a run that goes on, or waits, to stop. */
export const cancel = ({ run: id, reason, wait, ...settings }: CancelOptions): Promise<RunDocument> =>
  callCommand(cancelCommand, settings, [id], { reason, wait });

export interface BackfillOptions extends Settings {
  readonly job: string;
  /** The first due time; a span such as `7d` is ago. */
  readonly from: Instant;
  /** The last due time; now if left out. */
  readonly to?: Instant;
  /** Runs at a time; more than one lets them overlap. */
  readonly parallel?: number;
  readonly input?: JsonObject;
  /** Runs again what has succeeded, too. */
  readonly force?: boolean;
  /** Says what would be run; nothing is sent. */
  readonly dryRun?: boolean;
  /** Needed for more than a hundred runs. */
  readonly yes?: boolean;
}

/** Runs a job for the due times of a past span, once each; begun again after an interruption it goes on. */
export const backfill = ({ job, ...options }: BackfillOptions): Promise<BackfillDocument> => {
  const { from, to, parallel, input, force, dryRun, yes, ...settings } = options;
  return callCommand(backfillCommand, settings, [job], { from, to, parallel, input, force, dryRun, yes });
};

export interface PauseOptions extends Settings {
  readonly job: string;
  /** Shown to everybody. */
  readonly reason: string;
  /** When it ends by itself; a span such as `2h` is from now. Until `resume` if left out. */
  readonly until?: Instant;
}

/** Holds a job's schedules back. */
export const pause = ({ job, reason, until, ...settings }: PauseOptions): Promise<PauseDocument> =>
  callCommand(pauseCommand, settings, [job], { reason, until });

/** Ends a job's pause; with `catchUp` in the file, what it held back is run. */
export const resume = ({ job, ...settings }: Settings & { readonly job: string }): Promise<ResumeDocument> =>
  callCommand(resumeCommand, settings, [job]);
