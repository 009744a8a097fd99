// What an emulated AWS service is to the wire: operations by name, in the model's own shapes.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Caller } from "./access/caller.ts";
import type { Demand } from "./access/demand.ts";
import type { Store } from "./store.ts";

/** Who called, as far as the request says. */
export interface Call {
  readonly requestId: string;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string | undefined;
  readonly caller: Caller;
  /** Why the caller may not do this, ready to throw; undefined when it may. For what an operation asks beside its own rule. */
  refusal(demand: Demand): ServiceError | undefined;
  /** `http://127.0.0.1:PORT`, as the caller reached us: queue URLs must be reachable by the caller. */
  readonly origin: string;
  /** Aborted when the caller went away: long polls stop. */
  readonly signal: AbortSignal;
}

/** One operation: input already decoded and validated against the service model, PascalCase members as in the model;
 * blobs are Uint8Array, timestamps epoch seconds (a fraction allowed), a streaming body is a Uint8Array. */
// biome-ignore lint/suspicious/noExplicitAny: shapes are the model's, checked by the wire before and encoded after
export type Operation = (input: any, call: Call) => unknown | Promise<unknown>;

/** What a caller must be allowed, all of it; an empty list where everybody may. */
// biome-ignore lint/suspicious/noExplicitAny: the same input as the operation's
export type AccessRule = (input: any, call: Pick<Call, "region">) => Demand | readonly Demand[];

export interface Service {
  /** The SigV4 signing name: scheduler, lambda, sqs, dynamodb, logs, events, iam, sts, ssm, s3. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** For every operation what its caller must be allowed; one that is missing here is refused to all roles. */
  readonly access: Readonly<Record<string, AccessRule>>;
  /** The policy that a resource of this service carries itself, as text: empty when it has none, undefined when there is no
   * such resource. */
  policyOf?(resourceArn: string): string | undefined;
  /** HTTP that is no AWS operation and carries no signature (Lambda's Runtime API, function URLs). */
  readonly routes?: readonly RawRoute[];
}

/** Everything under `prefix`, after the guard has let it pass. The handler answers by itself. */
export interface RawRoute {
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

/** What every service is made from. */
export interface EngineContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly account: string;
  readonly region: string;
  /** The engine's own address, known once it listens. */
  origin(): string;
}

/** An error of the service's model; the wire adds status and form. `members` are the error shape's other members. */
export class ServiceError extends Error {
  readonly code: string;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.members = members;
  }
}
