// What is, was and will be, from a program: jobs, due times, runs, logs, and why.
import type { JsonObject } from "../../core/json.ts";
import type { RunStatus } from "../../history/run.ts";
import type { Trigger } from "../../ledger/items/run-item.ts";
import { history as historyCommand } from "../commands/history.ts";
import { list as listCommand } from "../commands/list.ts";
import { logs as logsCommand } from "../commands/logs.ts";
import { next as nextCommand } from "../commands/next.ts";
import { show as showCommand } from "../commands/show.ts";
import { simulate as simulateCommand } from "../commands/simulate.ts";
import { why as whyCommand } from "../commands/why.ts";
import { callCommand } from "./call-command.ts";
import type {
  HistoryDocument,
  ListDocument,
  LogsDocument,
  NextDocument,
  RunDocument,
  WhyDocument,
} from "./documents.ts";
import type { Instant, Settings } from "./settings.ts";

/** Each job as it stands: state, next due time, recent runs, figures. */
export const list = (settings: Settings = {}): Promise<ListDocument> => callCommand(listCommand, settings, []);

export interface NextOptions extends Settings {
  /** All jobs, merged, if left out. */
  readonly job?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  /** 10 if left out, 1,000 with `to`. */
  readonly count?: number;
}

/** Due times by the file, in their zone and in UTC. Makes no call. */
export const next = ({ job, from, to, count, ...settings }: NextOptions = {}): Promise<NextDocument> =>
  callCommand(nextCommand, settings, job === undefined ? [] : [job], { from, to, count });

export interface HistoryOptions extends Settings {
  readonly job?: string;
  readonly status?: readonly RunStatus[];
  readonly trigger?: readonly Trigger[];
  /** Somewhere in the reason, error, input or result. */
  readonly text?: string;
  /** Due since; a week ago if left out. */
  readonly since?: Instant;
  readonly until?: Instant;
  /** 50 if left out. */
  readonly limit?: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** Runs, newest first, the missed and skipped ones included. */
export const history = ({ job, ...options }: HistoryOptions = {}): Promise<HistoryDocument> => {
  const { status, trigger, text, since, until, limit, cursor, ...settings } = options;
  const given = { status, trigger, text, since, until, limit, cursor };
  return callCommand(historyCommand, settings, job === undefined ? [] : [job], given);
};

/** One run by its id, or a job's latest. */
export const show = ({ run, ...settings }: Settings & { readonly run: string }): Promise<RunDocument> =>
  callCommand(showCommand, settings, [run]);

export interface LogsOptions extends Settings {
  /** A run's id, or a job for its latest run. */
  readonly run: string;
  /** Of a job: all its runs due since. */
  readonly since?: Instant;
  /** Only lines that hold this. */
  readonly grep?: string;
}

/** What a run printed. */
export const logs = ({ run, since, grep, ...settings }: LogsOptions): Promise<LogsDocument> =>
  callCommand(logsCommand, settings, [run], { since, grep });

export interface WhyOptions extends Settings {
  readonly job: string;
  /** Any time: a due time, or one at which nothing was due. */
  readonly at: Instant;
}

/** Why a job ran at a time, or did not. */
export const why = ({ job, at, ...settings }: WhyOptions): Promise<WhyDocument> =>
  callCommand(whyCommand, settings, [job, at instanceof Date ? at.toISOString() : at]);

export interface SimulateOptions extends Settings {
  readonly job?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  /** Instead of `to`: `365d`. */
  readonly for?: string;
  /** A YAML file that says how long runs take and which fail. */
  readonly script?: string;
  readonly seed?: number;
  readonly everyRun?: boolean;
}

/** A span of time on a virtual clock; the document is that of docs/simulate.md. Nothing is sent or kept. */
export const simulate = ({ job, ...options }: SimulateOptions = {}): Promise<JsonObject> => {
  const { from, to, for: span, script, seed, everyRun, ...settings } = options;
  const given = { from, to, for: span, script, seed, everyRun };
  return callCommand(simulateCommand, settings, job === undefined ? [] : [job], given);
};
