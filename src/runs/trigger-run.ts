// Starts a run by hand: recorded as pending first, so that a request that was answered cannot vanish.
import { messageOf } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";
import type { Random } from "../core/random.ts";
import { concealed, hiddenPaths } from "../ledger/items/concealed.ts";
import { redaction } from "../ledger/items/redacted.ts";
import { isoSeconds, type RunRef, runIdOf, runKeyOf } from "../ledger/keys.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { boundError } from "../ledger/writes/finish-attempt.ts";
import { createPendingRun, failPendingRun, succeedPendingRun } from "../ledger/writes/pending-run.ts";
import { recordsRuns } from "../manifest/code.ts";
import type { Job } from "../manifest/model.ts";
import { closeOpenAttempt } from "./close-open-attempt.ts";
import type { Invoker } from "./invoker.ts";
import { plainEvent } from "./plain-event.ts";

export interface TriggerRequest {
  readonly job: Job;
  /** What the runtime must know of the job's rules (the envelope's `policy`), if anything. */
  readonly policy: JsonObject | undefined;
  readonly functionArn: string;
  readonly input: JsonObject;
  /** The time the run is for; now where none is named. */
  readonly dueAt: number | undefined;
  readonly by: string;
  readonly mode: "event" | "request";
}

export interface TriggerDoors {
  readonly ledger: Ledger;
  readonly invoker: Invoker;
  readonly random: Random;
}

export interface TriggeredRun {
  readonly runId: string;
  /** Settles when the function accepted (event) or ended (request); rejects when it could not be started. */
  readonly invoked: Promise<void>;
}

const SUFFIX_BYTES = 4;

/** Manual runs have keys of their own: they neither take nor block a scheduled run of the same time. */
export async function triggerRun(request: TriggerRequest, doors: TriggerDoors): Promise<TriggeredRun> {
  const requestId = doors.random.uuid();
  const dueAt = Math.floor((request.dueAt ?? doors.ledger.clock.now()) / 1_000) * 1_000;
  const run: RunRef = { job: request.job.name, dueAt, suffix: doors.random.hex(SUFFIX_BYTES) };
  const runId = runIdOf(run);
  await createPendingRun(doors.ledger, {
    run,
    runKey: runKeyOf(run.job, requestId),
    trigger: "manual",
    by: request.by,
    input: concealed(request.input, hiddenPaths(request.policy?.["hide"])),
    function: request.functionArn,
    keepDays: request.job.keepDays,
  });
  return { runId, invoked: invoke(request, doors, run, requestId) };
}

async function invoke(request: TriggerRequest, doors: TriggerDoors, run: RunRef, requestId: string): Promise<void> {
  const envelope = {
    lamplighter: 1,
    job: run.job,
    schedule: null,
    due: isoSeconds(run.dueAt),
    trigger: "manual",
    runId: runIdOf(run),
    requestId,
    by: request.by,
    ...policyFor(request),
    input: request.input,
  };
  try {
    const { code } = request.job;
    const isPlain = "function" in code && code.plain === true;
    const payload = isPlain ? plainEvent(request.input, run, requestId) : JSON.stringify(envelope);
    const event = { function: request.functionArn, payload };
    if (request.mode === "event") return void (await doors.invoker.sendEvent(event));
    const answer = await doors.invoker.call(event);
    const said = redaction(request.input, hiddenPaths(request.policy?.["hide"]))(answer.payload);
    // A function that fails before its first line of ours (its code does not load) claims nothing.
    if (answer.functionError !== undefined) {
      await failUnstarted(doors, run, said);
      await closeOpenAttempt(doors.ledger, runIdOf(run), said);
    } else if (!recordsRuns(request.job)) {
      // Nobody else will say that it ended: the answer does.
      await succeedPendingRun(doors.ledger, run, said);
    }
  } catch (error) {
    await failUnstarted(doors, run, messageOf(error));
    throw error;
  }
}

/** Of what is waited for no letter is made: whoever waits is the retry. */
function policyFor({ policy, mode }: TriggerRequest): JsonObject {
  if (mode === "request") return { policy: { ...policy, tries: 0 } };
  return policy ? { policy } : {};
}

/** A run that has started is left as its own attempt recorded it. */
async function failUnstarted({ ledger }: TriggerDoors, run: RunRef, message: string): Promise<void> {
  await failPendingRun(ledger, run, boundError("NotStarted", message, undefined));
}
