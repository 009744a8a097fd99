// What a handler is given beside its input: which run this is, how long it has, and how to speak of it.
import type { Trigger } from "../../ledger/items/run-item.ts";
import type { LambdaContext } from "../lambda-context.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Structured lines in the function's log, each carrying the run's id. */
export interface RunLog {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface Run {
  readonly id: string;
  readonly job: string;
  /** When it was due, or asked for; not when it started. */
  readonly due: Date;
  /** From 1; the same over all retries of a run. */
  readonly attempt: number;
  readonly trigger: Trigger;
  /** Aborted shortly before the function's deadline, or within seconds of a cancel: stop, and leave what the next attempt
   * can go on from. Its reason says which. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  readonly log: RunLog;
  /** Seen while the run goes on; written at most once a second. */
  progress(done: number, total?: number): void;
  /** Lambda's own. */
  readonly context: LambdaContext;
  /** The same for every attempt and delivery of this run, and for no other run. */
  readonly idempotencyKey: string;
}
