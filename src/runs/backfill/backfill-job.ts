// Runs a job for due times of the past, each once: what has run is left alone, and what is cut off may be begun again.
import { messageOf } from "../../core/error.ts";
import { inParallel } from "../../core/in-parallel.ts";
import type { JsonObject } from "../../core/json.ts";
import { isoOf, type Run, toRun } from "../../history/run.ts";
import type { RunItem } from "../../ledger/items/run-item.ts";
import { isoSeconds, type RunRef, runIdOf } from "../../ledger/keys.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { findRun } from "../../ledger/reads/find-run.ts";
import { closeOpenAttempt } from "../close-open-attempt.ts";
import { functionErrorOf } from "../function-error.ts";
import type { Invoker } from "../invoker.ts";
import { runAgain } from "../run-again.ts";

export interface BackfillRequest {
  readonly job: string;
  /** All that the job was ever called, its present name first; that alone where it is left out. */
  readonly names?: readonly string[];
  readonly functionArn: string;
  /** Epoch milliseconds of whole seconds, each once. */
  readonly dueTimes: readonly number[];
  readonly input: JsonObject;
  /** What the runtime must know of the job's rules (the envelope's `policy`), if anything. */
  readonly policy: JsonObject | undefined;
  readonly by: string;
  readonly parallel: number;
  /** Runs that succeeded are run again too. */
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  onResult(result: BackfillResult): void;
}

export interface BackfillDoors {
  readonly ledger: Ledger;
  readonly invoker: Invoker;
}

/** done: it ran now, as `run` says; would: a dry run would run it; left: it has succeeded, is going on, or was not reached;
 * failed: it could not be started. */
export type BackfillStatus = "done" | "would" | "left" | "failed";

export interface BackfillResult {
  readonly dueAt: number;
  readonly runId: string;
  readonly status: BackfillStatus;
  readonly run: Run | undefined;
  readonly reason: string | null;
}

/** One attempt each: whoever backfills is the retry. A scheduled delivery of the same due time is the same run. */
export async function backfillJob(request: BackfillRequest, doors: BackfillDoors): Promise<void> {
  await inParallel(request.dueTimes, request.parallel, async (dueAt) => {
    request.onResult(await backfillOne(dueAt, request, doors));
  });
}

async function backfillOne(
  dueAt: number,
  request: BackfillRequest,
  { ledger, invoker }: BackfillDoors,
): Promise<BackfillResult> {
  const own: RunRef = { job: request.job, dueAt, suffix: undefined };
  let runId = runIdOf(own);
  const end = (status: BackfillStatus, reason: string | null, run?: Run): BackfillResult => {
    return { dueAt, runId, status, run, reason };
  };
  if (request.signal.aborted) return end("left", "interrupted before it was reached");
  try {
    const before = await findUnder(request.names ?? [request.job], dueAt, ledger);
    const job = nameToRunUnder(before, request);
    runId = runIdOf({ ...own, job });
    const again = runAgain(before, ledger.clock.now(), request.force);
    if (again.kind === "going") return end("left", "it is going on");
    if (again.kind === "succeeded") return end("left", "it has succeeded");
    if (request.dryRun) return end("would", before ? `it is ${before.state}` : null);
    const payload = JSON.stringify(envelopeOf(job, dueAt, again.generation, request));
    const answer = await invoker.call({ function: request.functionArn, payload });
    if (answer.functionError !== undefined) await closeOpenAttempt(ledger, runId, answer.payload);
    const item = await findRun(ledger, runId);
    const isNew = item && (!before || item.generation === again.generation);
    if (isNew) return end("done", null, toRun(item, ledger.clock.now()));
    const { type, message } = functionErrorOf(answer.payload);
    return end("failed", answer.functionError ? `${type}: ${message}` : "another delivery has the run");
  } catch (error) {
    return end("failed", messageOf(error));
  }
}

/** A run of a former name goes on under it as long as the job's function may write its runs; a new one is the job's own. */
function nameToRunUnder(before: RunItem | undefined, { job, policy }: BackfillRequest): string {
  const was = policy?.["was"];
  return before && Array.isArray(was) && was.includes(before.job) ? before.job : job;
}

async function findUnder(names: readonly string[], dueAt: number, ledger: Ledger): Promise<RunItem | undefined> {
  for (const job of names) {
    const run = await findRun(ledger, runIdOf({ job, dueAt, suffix: undefined }));
    if (run) return run;
  }
  return undefined;
}

function envelopeOf(job: string, dueAt: number, generation: number, request: BackfillRequest): JsonObject {
  return {
    lamplighter: 1,
    job,
    schedule: null,
    due: isoSeconds(dueAt),
    trigger: "backfill",
    generation,
    by: request.by,
    ...(request.force ? { force: true } : {}),
    // It is waited for, and so has no letter.
    policy: { ...request.policy, tries: 0 },
    input: request.input,
  };
}

/** For a summary and for programs. */
export const backfillJson = ({
  dueAt,
  runId,
  status,
  run,
  reason,
}: BackfillResult): Readonly<Record<string, unknown>> => ({
  due: isoOf(dueAt),
  id: runId,
  status: status === "done" ? (run?.status ?? "failed") : status,
  reason: reason ?? run?.reason ?? null,
});
