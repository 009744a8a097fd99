// A run as every command shows it: what happened, derived from the ledger's item and the time now.
import { cancelText } from "../ledger/items/cancel-request.ts";
import type { Attempt, Outcome, RunItem, Trigger } from "../ledger/items/run-item.ts";
import { costOfAttempts } from "./cost.ts";

export const RUN_STATUSES = ["pending", "running", "succeeded", "failed", "dead", "skipped", "missed"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface RunAttempt {
  readonly number: number;
  readonly requestId: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly outcome: Outcome | "running" | "lost";
  readonly error: { readonly type: string; readonly message: string; readonly stack: string | null } | null;
  readonly initMs: number | null;
  readonly memoryUsedMb: number | null;
  readonly logGroup: string | null;
  readonly logStream: string | null;
}

/** Times are ISO UTC. */
export interface Run {
  /** null for a missed run: nothing arrived, so nothing has a name. */
  readonly id: string | null;
  readonly key: string;
  readonly job: string;
  readonly schedule: string | null;
  readonly trigger: Trigger;
  readonly by: string | null;
  readonly due: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly status: RunStatus;
  readonly reason: string | null;
  readonly attempts: readonly RunAttempt[];
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  readonly input: unknown;
  readonly result: unknown;
  readonly memoryMb: number | null;
  readonly function: string | null;
  /** USD, at public on-demand prices; null where nothing ran. */
  readonly cost: number | null;
}

/** A function is stopped at its deadline; after this much longer nothing of it can still be writing. */
const LEASE_GRACE_MS = 5_000;
/** Lambda keeps an event for six hours at most (Lambda guide, asynchronous invocation); a function may take 15 minutes more.
 * A plain number, which esbuild leaves out of the functions that do not need it; a product it keeps. */
export const NEVER_AFTER_MS = 22_500_000;

/** A function that was stopped in a busy loop, or crashed, could not say so. */
const LOST = "lost: its process crashed or timed out, and could not say which";

export function toRun(item: RunItem, now: number): Run {
  const lost = item.state === "running" && item.leaseUntil !== undefined && item.leaseUntil + LEASE_GRACE_MS < now;
  const last = item.attempts.length;
  const attempts = item.attempts.map((attempt, index) => toAttempt(attempt, index + 1, lost || index + 1 < last));
  const neverStarted = item.state === "pending" && (item.requestedAt ?? item.dueAt) + NEVER_AFTER_MS < now;
  const endedAt = item.endedAt ?? (lost ? item.leaseUntil : undefined);
  return {
    id: item.runId,
    key: item.runKey,
    job: item.job,
    schedule: item.schedule ?? null,
    trigger: item.trigger,
    by: item.by ?? null,
    due: isoOf(item.dueAt),
    startedAt: maybeIso(item.startedAt),
    endedAt: maybeIso(endedAt),
    durationMs: item.startedAt !== undefined && endedAt !== undefined ? endedAt - item.startedAt : null,
    status: statusOf(item, lost, neverStarted),
    reason: item.reason ?? (lost ? LOST : neverStarted ? "never started" : reasonOf(item)),
    attempts,
    progress: item.progress ? { done: item.progress.done, total: item.progress.total ?? null } : null,
    input: readBounded(item.input),
    result: readBounded(item.result),
    memoryMb: item.memoryMb ?? null,
    function: item.function ?? null,
    cost: costOfAttempts(item),
  };
}

function statusOf(item: RunItem, lost: boolean, neverStarted: boolean): RunStatus {
  if (item.state === "missed") return statusOfCause(item.cause);
  if (item.state === "failed" || lost) return wasGivenUp(item) ? "dead" : "failed";
  return neverStarted ? "failed" : item.state;
}

/** Lambda sends a letter after the last failed try of an event (Lambda guide, asynchronous invocation). It counts them, and
 * so do the attempts of one request. Of an event that grew too old before its last try nothing here tells. */
function wasGivenUp({ tries, cancel, attempts, requestId }: RunItem): boolean {
  const own = attempts.filter((attempt) => attempt.requestId === requestId);
  return tries > 0 && !cancel && own.length >= tries;
}

/** What a pause or a clock change kept from running was skipped; what lies in a dead-letter queue is dead. */
export function statusOfCause(cause: string | undefined): RunStatus {
  if (cause === "paused" || cause === "clock change") return "skipped";
  return cause === "dead letter" ? "dead" : "missed";
}

/** Why it failed, in a line: the last attempt's error, or that it ran out of time. */
function reasonOf(item: RunItem): string | null {
  if (item.state === "running" && item.cancel) return `asked to stop: ${cancelText(item.cancel)}`;
  const last = item.attempts.at(-1);
  if (item.state !== "failed" || !last) return null;
  if (last.outcome === "timed out") return "timed out";
  return last.error ? `${last.error.type}: ${last.error.message}` : null;
}

function toAttempt(attempt: Attempt, number: number, lost: boolean): RunAttempt {
  const { error } = attempt;
  return {
    number,
    requestId: attempt.requestId ?? null,
    startedAt: maybeIso(attempt.startedAt ?? attempt.claimedAt),
    endedAt: maybeIso(attempt.endedAt),
    durationMs: attempt.durationMs ?? null,
    outcome: attempt.outcome ?? (lost ? "lost" : "running"),
    error: error ? { type: error.type, message: error.message, stack: error.stack ?? null } : null,
    initMs: attempt.initMs ?? null,
    memoryUsedMb: attempt.memoryUsedMb ?? null,
    logGroup: attempt.logGroup ?? null,
    logStream: attempt.logStream ?? null,
  };
}

/** JSON that was cut is no JSON: it is shown as the text that is left. */
function readBounded(value: RunItem["result"]): unknown {
  if (value === undefined) return null;
  if (value.truncated) return `${value.text}… (cut)`;
  try {
    return JSON.parse(value.text) as unknown;
  } catch {
    return value.text;
  }
}

export const isoOf = (at: number): string => new Date(at).toISOString();
const maybeIso = (at: number | undefined): string | null => (at === undefined ? null : isoOf(at));
