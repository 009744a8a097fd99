// One invocation of a run: claim, the job's rules, the handler, the record. What cannot be claimed does not start.
import { messageOf } from "../core/error.ts";
import type { Envelope } from "../ledger/envelope.ts";
import { boundJson, RESULT_BYTES } from "../ledger/items/bounded.ts";
import { cancelText } from "../ledger/items/cancel-request.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { findRun } from "../ledger/reads/find-run.ts";
import { nextInQueue } from "../ledger/reads/next-in-queue.ts";
import { type Claimant, claimRun } from "../ledger/writes/claim-run.ts";
import { type Ending, finishAttempt } from "../ledger/writes/finish-attempt.ts";
import { recordDuplicate } from "../ledger/writes/record-duplicate.ts";
import { recordProgress } from "../ledger/writes/record-progress.ts";
import { takeOverDueTime } from "../ledger/writes/take-over-due-time.ts";
import type { Doors } from "./doors.ts";
import { Cancelled, ResultNotJson, TimedOut } from "./errors.ts";
import type { LambdaContext } from "./lambda-context.ts";
import { CancelWatch } from "./run/cancel-watch.ts";
import { type Deadline, startDeadline } from "./run/deadline.ts";
import { ProgressWriter } from "./run/progress-writer.ts";
import type { Run, RunLog } from "./run/run.ts";
import { runLog } from "./run/run-log.ts";
import { type Turn, takeTurn, turnsOf } from "./run/take-turn.ts";
import { passable, runErrorOf } from "./run/thrown.ts";

export interface Conduct {
  readonly envelope: Envelope;
  /** As it came: it starts the run again when its turn comes. */
  readonly event: unknown;
  readonly context: LambdaContext;
  /** Of the environment's first invocation. */
  readonly initMs: number | undefined;
  call(run: Run): unknown;
}

/** Resolves with the handler's result, or with why it was not called; rejects so that Lambda retries. */
export async function conductRun(conduct: Conduct, doors: Doors): Promise<unknown> {
  const ledger = doors.ledger();
  const { envelope } = conduct;
  const claimant = claimantOf(conduct, doors);
  const isOurs = await isOursAlone(ledger, envelope);
  const claimed = isOurs ? await claimRun(ledger, envelope, claimant) : DUPLICATE;
  if (claimed.kind === "duplicate")
    return skipped(await recordDuplicate(ledger, envelope, claimant), "duplicate", doors);
  const { run } = claimed;
  const turn = await turnOf(conduct, doors, ledger, run);
  if (turn.kind === "go") return attempt(conduct, doors, ledger, run, claimant.leaseUntil);
  if (turn.kind === "queued") return queued(turn, conduct, doors, run);
  const { reason } = turn;
  await finishAttempt(ledger, run, { outcome: "skipped", reason });
  // It has failed before: a later try makes it good, or its letter says that none did.
  if (run.attempt > 1 && !run.cancel) throw Error(reason);
  return skipped(run.runId, reason, doors);
}

const DUPLICATE = { kind: "duplicate" } as const;

/** A due time that ran under a former name of the job is not run again; a request by hand has a name of its own. */
async function isOursAlone(ledger: Ledger, { run, policy }: Envelope): Promise<boolean> {
  if (run.suffix !== undefined) return true;
  for (const former of policy.was.slice(policy.was.indexOf(run.job) + 1)) {
    if (!(await takeOverDueTime(ledger, run, former, policy.keepDays))) return false;
  }
  return true;
}

function claimantOf({ context, initMs }: Conduct, doors: Doors): Claimant {
  return {
    claim: doors.random.hex(8),
    requestId: context.awsRequestId,
    leaseUntil: doors.clock.now() + context.getRemainingTimeInMillis(),
    function: context.invokedFunctionArn,
    memoryMb: Number(context.memoryLimitInMB) || undefined,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    initMs,
    logGroup: context.logGroupName,
    logStream: context.logStreamName,
  };
}

async function turnOf({ envelope, event }: Conduct, doors: Doors, ledger: Ledger, run: RunItem) {
  const reason = reasonToSkip(envelope, run, doors.clock.now());
  if (reason !== undefined) return { kind: "skip" as const, reason };
  const turn = await takeTurn(ledger, run, envelope.policy, JSON.stringify(event));
  return turn.kind === "skip" ? { kind: turn.kind, reason: "overlap" } : turn;
}

/** Lateness is judged once, at the first attempt: a retry is late by nature. */
function reasonToSkip(envelope: Envelope, run: RunItem, now: number): string | undefined {
  // Of a run that was cancelled while it waited, or whose handler was stopped before it could see it: Lambda tries again.
  if (run.cancel) return cancelText(run.cancel);
  const { startBySeconds } = envelope.policy;
  const latest = startBySeconds === undefined ? undefined : envelope.run.dueAt + startBySeconds * 1_000;
  if (latest !== undefined && run.attempt === 1 && run.trigger === "schedule" && now > latest) return "late";
  return undefined;
}

async function queued(turn: Turn & { readonly kind: "queued" }, conduct: Conduct, doors: Doors, run: RunItem) {
  runLog(run.runId, doors.print).info("queued", { behind: turn.behind });
  if (turn.now) await doors.sendEvent(conduct.context.invokedFunctionArn, JSON.stringify(conduct.event));
  return { queued: turn.behind, runId: run.runId };
}

/** The run that waited for this one to end, if any: it need not wait for the next due time. */
async function startNext({ context, envelope }: Conduct, doors: Doors, ledger: Ledger, log: RunLog): Promise<void> {
  if (envelope.policy.overlap !== "queue") return;
  try {
    const event = await nextInQueue(ledger, turnsOf(envelope.run.job, envelope.policy));
    if (event !== undefined) await doors.sendEvent(context.invokedFunctionArn, event);
  } catch (error) {
    // It keeps its place: the end of the job's next run looks again.
    log.warn("the next run was not started", { error });
  }
}

function skipped(runId: string, reason: string, doors: Doors): unknown {
  runLog(runId, doors.print).info("skipped", { reason });
  return { skipped: reason, runId };
}

async function attempt(
  conduct: Conduct,
  doors: Doors,
  ledger: Ledger,
  item: RunItem,
  deadlineAt: number,
): Promise<unknown> {
  const deadline = startDeadline(doors.clock, deadlineAt);
  const cancel = new CancelWatch(
    doors.clock,
    () => findRun(ledger, item.runId),
    (text) => deadline.abort(new Cancelled(text)),
  );
  const progress = new ProgressWriter(doors.clock, async (told) =>
    cancel.see(await recordProgress(ledger, item, told)),
  );
  const run = runOf(conduct, doors, item, deadline, progress);
  const startedAt = doors.clock.now();
  const finish = async (ending: Ending) => {
    const told = await progress.close();
    const recorded = await finishAttempt(ledger, item, {
      ...ending,
      reason: cancel.asked,
      startedAt,
      progress: told,
      memoryUsedMb: peakMb(),
    });
    if (!recorded) run.log.warn("not recorded: another attempt has the run", { outcome: ending.outcome });
    await startNext(conduct, doors, ledger, run.log);
  };
  const work = settle(() => conduct.call(run));
  const settled = await Promise.race([work, deadline.passed]);
  deadline.clear();
  cancel.close();
  if (!settled) return outOfTime(work, finish, doors.clock.now() - startedAt);
  if (settled.error) {
    const { thrown } = settled.error;
    const error = runErrorOf(thrown);
    await finish({ outcome: deadline.signal.reason instanceof TimedOut ? "timed out" : "failed", error });
    // Asked to stop, it did: no retry, no dead letter.
    if (cancel.asked !== undefined) return { cancelled: cancel.asked, runId: item.runId };
    throw passable(thrown, error);
  }
  // A record that cannot be written fails the invocation: the retry, under the same key, then tells the history the truth.
  await finish({ outcome: "succeeded", result: settled.result });
  return settled.value;
}

/** Recorded first; then Lambda's own timeout ends the environment, so that nothing of the handler lives on in it. */
async function outOfTime(
  work: Promise<unknown>,
  finish: (ending: Ending) => Promise<void>,
  ms: number,
): Promise<never> {
  const error = runErrorOf(new TimedOut(0));
  await finish({ outcome: "timed out", error: { ...error, message: `The handler had not finished after ${ms} ms` } });
  await work;
  throw new TimedOut(0);
}

type Settled =
  | { readonly error: { readonly thrown: unknown } }
  | { readonly error: undefined; readonly value: unknown; readonly result: ReturnType<typeof boundJson> };

async function settle(call: () => unknown): Promise<Settled> {
  try {
    const value = await call();
    return { error: undefined, value, result: resultOf(value) };
  } catch (thrown) {
    return { error: { thrown } };
  }
}

function resultOf(value: unknown): ReturnType<typeof boundJson> {
  try {
    return boundJson(value, RESULT_BYTES);
  } catch (error) {
    throw new ResultNotJson(error, messageOf(error));
  }
}

function runOf(
  { context, envelope }: Conduct,
  doors: Doors,
  item: RunItem,
  deadline: Deadline,
  progress: ProgressWriter,
): Run {
  return {
    id: item.runId,
    job: item.job,
    due: new Date(item.dueAt),
    attempt: item.attempt,
    trigger: item.trigger,
    signal: deadline.signal,
    remainingMs: () => Math.max(0, context.getRemainingTimeInMillis()),
    log: runLog(item.runId, doors.print),
    progress: (done, total) => progress.report(done, total),
    context,
    idempotencyKey: envelope.runKey,
  };
}

/** The most memory this environment has held, as Lambda's own figure is. */
const peakMb = () => Math.ceil(process.resourceUsage().maxRSS / 1_024);
