// Runs functions in Lambda's terms. The wrapper around the handler is the real one, with its real door to the ledger; what
// the handler does, and when its process dies, the dice say.
import type { Clock } from "../../../src/core/clock.ts";
import type { Random } from "../../../src/core/random.ts";
import type { Host } from "../../../src/engine/lambda/host/host.ts";
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from "../../../src/engine/lambda/host/invocation.ts";
import { createHandler } from "../../../src/runtime/create-handler.ts";
import type { Doors } from "../../../src/runtime/doors.ts";
import type { Post } from "../../../src/runtime/dynamo/http-post.ts";
import { sendEvent } from "../../../src/runtime/dynamo/send-event.ts";
import { createSignedDynamo } from "../../../src/runtime/dynamo/signed-dynamo.ts";
import { job } from "../../../src/runtime/job.ts";
import type { Run } from "../../../src/runtime/run/run.ts";
import { type WatchEvent, watch } from "../../../src/watch/watch.ts";
import type { Dice } from "../scenario/dice.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import { Caller, type Doom } from "./caller.ts";
import type { Evidence, Execution, Invocation } from "./evidence.ts";
import type { Network } from "./network.ts";
import { playHandler } from "./play-handler.ts";

export interface HostOptions {
  readonly random: Random;
  readonly dice: Dice;
  readonly evidence: Evidence;
  readonly network: () => Network;
  /** Of a hundred invocations, now. */
  deaths(): number;
  jobNamed(name: string): PlayedJob | undefined;
  /** An invocation of a job's function has failed. */
  onFailure(): void;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const ROOM = 1_000;
const KEYS = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "A",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_ENDPOINT_URL: "http://x/",
};

export class PlayedHost implements Host {
  readonly room = ROOM;
  readonly #options: HostOptions;
  readonly #clock: Clock;

  constructor(options: HostOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  busyOf(): number {
    return 0;
  }

  retire(): void {}
  close(): void {}

  invoke(spec: FunctionSpec, request: InvocationRequest): Promise<InvocationOutcome> {
    const { evidence, dice, deaths } = this.#options;
    const clock = this.#clock;
    const event = JSON.parse(String(request.payload)) as Event;
    const deadlineAt = clock.now() + spec.timeoutMs;
    const invocation: Invocation = {
      ...{ requestId: request.requestId, job: event.job ?? "", key: keyOf(event), startAt: clock.now(), deadlineAt },
      ...{ endAt: undefined, status: undefined },
    };
    evidence.invocations.push(invocation);
    const doom: Doom | undefined = dice.percent(deaths())
      ? { call: dice.whole(1, 8), when: dice.one("before", "after") }
      : undefined;
    return new Promise((resolve) => {
      let execution: Execution | undefined;
      const end = (status: InvocationOutcome["status"], errorType: string | undefined, value: unknown) => {
        if (invocation.endAt !== undefined) return;
        limit.cancel();
        caller.clock.end();
        invocation.endAt = clock.now();
        invocation.status = status;
        if (execution && execution.end === undefined) Object.assign(execution, { end: "killed", endAt: clock.now() });
        if (status !== "success" && event.job !== undefined) this.#options.onFailure();
        resolve({ status, errorType, payload: Buffer.from(JSON.stringify(value ?? null)), logTail: "" });
      };
      const fail = (status: InvocationOutcome["status"], errorType: string, errorMessage: string) =>
        end(status, errorType, { errorType, errorMessage });
      const caller = new Caller(request.requestId, clock, doom, () =>
        fail("failure", "Runtime.ExitError", "Runtime exited with error: signal: killed"),
      );
      const limit = clock.setTimer(deadlineAt, () => fail("timeout", "Sandbox.Timedout", "Task timed out"));
      const work = (_input: unknown, run: Run) => {
        execution = begun(run, event, request.requestId, clock.now());
        evidence.executions.push(execution);
        return playHandler({ run, execution, caller, dice, job: this.#options.jobNamed(event.job ?? "") });
      };
      const doors = this.#doorsOf(spec, caller);
      const called =
        event.job === undefined
          ? this.#watch(event, doors, () => deadlineAt - caller.clock.now())
          : createHandler(job(work), doors)(event, contextOf(spec, request, caller.clock, deadlineAt));
      called.then(
        (value) => end("success", undefined, value),
        (error: Error) => fail("error", error.name, error.message),
      );
    });
  }

  async #watch(event: WatchEvent, doors: Doors & { readonly post: Post }, remainingMs: () => number): Promise<unknown> {
    const result = await watch(event, doors, remainingMs);
    this.#options.evidence.looks.push({ at: doors.clock.now(), ...result });
    return result;
  }

  #doorsOf(spec: FunctionSpec, caller: Caller): Doors & { readonly post: Post } {
    const { random, network } = this.#options;
    const { clock } = caller;
    const environment = { ...KEYS, ...spec.variables };
    const post = network().postOf(caller);
    const dynamo = createSignedDynamo({ clock, random, environment, post });
    const table = spec.variables["LAMP_LEDGER"] ?? "";
    return {
      ...{ clock, random, environment, post, print: SILENT },
      ledger: () => ({ dynamo, table, clock }),
      sendEvent: (functionArn, event) => sendEvent({ clock, environment, post }, functionArn, event),
    };
  }
}

/** A run's, or the watcher's, which is of no job. */
interface Event extends WatchEvent {
  readonly job?: string;
  readonly due: string;
  readonly requestId?: string;
}

/** By the design's words: job and due time, or job and request. */
const keyOf = ({ job: name, due, requestId }: Event): string =>
  name === undefined ? "" : `${name}#${requestId ?? due}`;

function begun(run: Run, event: Event, requestId: string, startAt: number): Execution {
  return {
    ...{ job: event.job ?? "", runId: run.id, key: run.idempotencyKey, dueAt: run.due.getTime(), trigger: run.trigger },
    ...{ requestId, attempt: run.attempt, startAt, endAt: undefined, end: undefined, abortedAt: undefined },
  };
}

const contextOf = (spec: FunctionSpec, request: InvocationRequest, clock: Clock, deadlineAt: number) => ({
  awsRequestId: request.requestId,
  functionName: spec.name,
  functionVersion: spec.version,
  invokedFunctionArn: request.invokedArn,
  memoryLimitInMB: String(spec.memoryMb),
  logGroupName: spec.logGroup,
  logStreamName: "played",
  getRemainingTimeInMillis: () => deadlineAt - clock.now(),
});
