// A run as the ledger keeps it: what triggered it, who holds it, its attempts, and how it ended.
import type { Item } from "../dynamo.ts";
import { parseRunId, runKeyOf } from "../keys.ts";
import { unmarshalItem } from "./attribute-value.ts";
import type { Bounded } from "./bounded.ts";
import type { CancelRequest } from "./cancel-request.ts";
import { PlainReader } from "./plain-reader.ts";

/** Stored states; a run's status is derived from them (a `running` whose lease is past has failed). `missed` is the watcher's
 * word that nothing arrived: whatever arrives after all takes its place. */
export const RUN_STATES = ["pending", "running", "succeeded", "failed", "skipped", "missed"] as const;
export type RunState = (typeof RUN_STATES)[number];

export const TRIGGERS = ["schedule", "manual", "backfill", "redrive", "event"] as const;
export type Trigger = (typeof TRIGGERS)[number];

export const OUTCOMES = ["succeeded", "failed", "timed out", "skipped"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface RunError {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly truncated: boolean;
}

/** One try. Without an outcome it is going on, or was lost: its place in the list is its number less one. */
export interface Attempt {
  readonly requestId: string | undefined;
  /** The Scheduler's execution id and its own count of deliveries. */
  readonly delivery: string | undefined;
  readonly deliveryAttempt: number | undefined;
  readonly claimedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: Outcome | undefined;
  readonly reason: string | undefined;
  readonly error: RunError | undefined;
  readonly durationMs: number | undefined;
  readonly initMs: number | undefined;
  readonly memoryUsedMb: number | undefined;
  readonly logGroup: string | undefined;
  readonly logStream: string | undefined;
}

export interface Progress {
  readonly done: number;
  readonly total: number | undefined;
  readonly at: number;
}

export interface RunItem {
  readonly runId: string;
  readonly runKey: string;
  readonly job: string;
  readonly dueAt: number;
  readonly trigger: Trigger;
  readonly schedule: string | undefined;
  readonly by: string | undefined;
  readonly state: RunState;
  readonly reason: string | undefined;
  /** Of a missed one: as the watcher wrote it, or another version did. */
  readonly cause: string | undefined;
  /** Of the attempt that holds or last held the run. */
  readonly claim: string | undefined;
  readonly requestId: string | undefined;
  readonly attempt: number;
  readonly leaseUntil: number | undefined;
  readonly generation: number;
  /** How often Lambda tries the event of this generation before its letter goes to the failed queue; 0: none goes. */
  readonly tries: number;
  readonly requestedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly attempts: readonly Attempt[];
  readonly progress: Progress | undefined;
  /** Asked of this generation. */
  readonly cancel: CancelRequest | undefined;
  readonly input: Bounded | undefined;
  readonly result: Bounded | undefined;
  readonly function: string | undefined;
  readonly memoryMb: number | undefined;
  readonly architecture: "arm64" | "x86_64" | undefined;
  /** Epoch seconds, as DynamoDB's TTL wants it. */
  readonly expiresAt: number | undefined;
}

/** undefined when the item is no run, or so damaged that not even its name and state can be read. */
export function parseRunItem(item: Item): RunItem | undefined {
  const read = new PlainReader(unmarshalItem(item));
  const runId = read.text("runId");
  const ref = runId === undefined ? undefined : parseRunId(runId);
  const state = read.choice("state", RUN_STATES);
  if (runId === undefined || !ref || !state) return undefined;
  const progress = read.object("progress");
  const generation = read.number("generation") ?? 0;
  const cancel = read.number("cancelGeneration") === generation ? read.object("cancel") : undefined;
  return {
    ...read.texts("schedule", "by", "reason", "cause", "claim", "requestId", "function"),
    ...read.numbers("leaseUntil", "requestedAt", "startedAt", "endedAt", "memoryMb", "expiresAt"),
    runId,
    runKey: read.text("runKey") ?? runKeyOf(ref.job, ref.dueAt),
    job: ref.job,
    dueAt: ref.dueAt,
    trigger: read.choice("trigger", TRIGGERS) ?? "schedule",
    state,
    attempt: read.number("attempt") ?? 0,
    generation,
    tries: read.number("tries") ?? 0,
    attempts: read.objects("attempts").map(parseAttempt),
    progress: progress && {
      done: progress.number("done") ?? 0,
      total: progress.number("total"),
      at: progress.number("at") ?? 0,
    },
    cancel: cancel && {
      by: cancel.text("by") ?? "unknown",
      reason: cancel.text("reason") ?? "",
      at: cancel.number("at") ?? 0,
    },
    input: read.bounded("input"),
    result: read.bounded("result"),
    architecture: read.choice("architecture", ["arm64", "x86_64"]),
  };
}

function parseAttempt(read: PlainReader): Attempt {
  const error = read.object("error");
  return {
    ...read.texts("requestId", "delivery", "reason", "logGroup", "logStream"),
    ...read.numbers("deliveryAttempt", "claimedAt", "startedAt", "endedAt", "durationMs", "initMs", "memoryUsedMb"),
    outcome: read.choice("outcome", OUTCOMES),
    error: error && {
      type: error.text("type") ?? "Error",
      message: error.text("message") ?? "",
      stack: error.text("stack"),
      truncated: error.flag("truncated"),
    },
  };
}
