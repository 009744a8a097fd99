// Runs functions as the script says, in Lambda's terms: an answer, an error, a crash, or the timeout. The wrapper around the
// handler is the real one of every function; only the handler and its process are played.
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Host } from "../engine/lambda/host/host.ts";
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from "../engine/lambda/host/invocation.ts";
import type { Dynamo } from "../ledger/dynamo.ts";
import { createHandler } from "../runtime/create-handler.ts";
import { Cancelled } from "../runtime/errors.ts";
import { job } from "../runtime/job.ts";
import type { LambdaContext } from "../runtime/lambda-context.ts";
import type { Run } from "../runtime/run/run.ts";
import { ScriptedFailure } from "./errors.ts";
import { ProcessClock } from "./process-clock.ts";
import type { AttemptScript } from "./script/script.ts";

export interface Invocation {
  readonly requestId: string;
  readonly job: string;
  readonly dueAt: number;
  /** Of this event: from 1. */
  readonly attempt: number;
  readonly deadlineAt: number;
}

export interface ScriptedHostOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly dynamo: () => Dynamo;
  /** Lambda's Invoke, as an event. */
  sendEvent(functionArn: string, event: string): Promise<void>;
  script(invocation: Invocation): AttemptScript;
  began(invocation: Invocation): void;
  ended(invocation: Invocation, outcome: InvocationOutcome): void;
}

/** AWS's default for an account (Lambda quotas, concurrent executions). */
export const ACCOUNT_CONCURRENCY = 1_000;
/** A function that the manifest only names has no ledger: its events go to the played handler as they are. */
const WRAPPED = "LAMP_LEDGER";
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export class ScriptedHost implements Host {
  readonly #options: ScriptedHostOptions;
  readonly #busyOf = new Map<string, number>();
  readonly #attempts = new Map<string, number>();
  #busy = 0;

  constructor(options: ScriptedHostOptions) {
    this.#options = options;
  }

  get room(): number {
    return ACCOUNT_CONCURRENCY - this.#busy;
  }

  busyOf(name: string): number {
    return this.#busyOf.get(name) ?? 0;
  }

  async invoke(spec: FunctionSpec, request: InvocationRequest): Promise<InvocationOutcome> {
    const { clock } = this.#options;
    const event = JSON.parse(String(request.payload)) as { readonly job: string; readonly due: string };
    const attempt = (this.#attempts.get(request.requestId) ?? 0) + 1;
    this.#attempts.set(request.requestId, attempt);
    const deadlineAt = clock.now() + spec.timeoutMs;
    const { requestId } = request;
    const invocation = { requestId, job: event.job, dueAt: Date.parse(event.due), attempt, deadlineAt };
    this.#count(spec.name, 1);
    this.#options.began(invocation);
    const outcome = await this.#play(spec, request, event, invocation);
    this.#count(spec.name, -1);
    if (outcome.status === "success") this.#attempts.delete(request.requestId);
    this.#options.ended(invocation, outcome);
    return outcome;
  }

  retire(): void {}

  close(): void {}

  #play(
    spec: FunctionSpec,
    request: InvocationRequest,
    event: unknown,
    invocation: Invocation,
  ): Promise<InvocationOutcome> {
    const clock = new ProcessClock(this.#options.clock);
    return new Promise((resolve) => {
      const end = (outcome: InvocationOutcome) => {
        clock.end();
        resolve(outcome);
      };
      const limit = `Task timed out after ${(spec.timeoutMs / 1_000).toFixed(2)} seconds`;
      clock.setTimer(invocation.deadlineAt, () => end(failure("timeout", "Sandbox.Timedout", limit)));
      const crash = () => end(failure("failure", "Runtime.ExitError", "Runtime exited with error: exit status 1"));
      const handler = this.#handlerOf(spec, clock, invocation, crash);
      handler(event, contextOf(spec, request, clock, invocation)).then(
        (value) => end({ status: "success", payload: encoded(value ?? null), errorType: undefined, logTail: "" }),
        (error: Error) => end(failure("error", error.name, error.message)),
      );
    });
  }

  #handlerOf(spec: FunctionSpec, clock: ProcessClock, invocation: Invocation, crash: () => void) {
    const { random, dynamo, script, sendEvent } = this.#options;
    const work = async (_input: unknown, run?: Run) => {
      const { ms, ending } = script(invocation);
      await new Promise<void>((resolve, reject) => {
        if (ending !== "hang") clock.setTimer(clock.now() + ms, resolve);
        // Asked to stop it stops, unless it hangs; of its deadline it takes no notice.
        const { signal } = run ?? {};
        signal?.addEventListener("abort", () => {
          if (ending !== "hang" && signal.reason instanceof Cancelled) reject(signal.reason);
        });
      });
      if (ending === "crash") await new Promise(() => crash());
      if (ending === "error") throw new ScriptedFailure(invocation.job, invocation.attempt);
    };
    const table = spec.variables[WRAPPED];
    if (table === undefined) return () => work(undefined);
    const ledger = { dynamo: dynamo(), table, clock };
    return createHandler(job(work), {
      clock,
      random,
      environment: spec.variables,
      print: SILENT,
      ledger: () => ledger,
      sendEvent,
    });
  }

  #count(name: string, by: 1 | -1): void {
    this.#busy += by;
    this.#busyOf.set(name, this.busyOf(name) + by);
  }
}

function contextOf(
  spec: FunctionSpec,
  request: InvocationRequest,
  clock: Clock,
  invocation: Invocation,
): LambdaContext {
  return {
    awsRequestId: request.requestId,
    functionName: spec.name,
    functionVersion: spec.version,
    invokedFunctionArn: request.invokedArn,
    memoryLimitInMB: String(spec.memoryMb),
    logGroupName: spec.logGroup,
    logStreamName: "simulated",
    getRemainingTimeInMillis: () => invocation.deadlineAt - clock.now(),
  };
}

const encoded = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value) ?? "null");

function failure(status: "error" | "failure" | "timeout", errorType: string, errorMessage: string): InvocationOutcome {
  return { status, payload: encoded({ errorType, errorMessage }), errorType, logTail: "" };
}
