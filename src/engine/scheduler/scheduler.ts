// What every operation of the Scheduler works on, and the services it calls, as ports.
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { Store } from "../store.ts";
import type { Firing } from "./firing.ts";
import type { Quotas } from "./quotas.ts";

/** Execution roles, as IAM knows them. */
export interface Roles {
  /** Whether the role exists and its trust policy lets the Scheduler take it for schedules of this group. */
  trusts(roleArn: string, principal: string, source: { readonly arn: string; readonly account: string }): boolean;
  /** Why the role, taken as this session, may not do this, in AWS's words; undefined when it may. */
  denial(roleArn: string, session: string, action: string, resource: string): string | undefined;
}

/** Where firings go. Each returns when the target has taken it over, and throws ServiceError when it has not. */
export interface Targets {
  readonly apis?: Apis | undefined;
  /** Set where every other target takes over at once, by writing to the engine's store within the caller's transaction. Then
   * the firing, its handover and the schedule's next due time are one commit, and nothing is called before it is on record. */
  readonly atOnce?: boolean;
  /** `work` hands over many firings and changes nothing else: what is looked up for one holds for all. */
  together?<Result>(work: () => Result): Result;
  invokeFunction(functionArn: string, payload: string): void | Promise<void>;
  /** `messageGroup` only for a FIFO queue. */
  sendMessage(
    queueArn: string,
    body: string,
    attributes: MessageAttributes,
    messageGroup?: string,
  ): void | Promise<void>;
  putEvent(
    busArn: string,
    event: { readonly source: string; readonly detailType: string; readonly detail: string },
  ): void | Promise<void>;
}

/** The operations that universal targets name; each call ends when the operation has, and throws its ServiceError. */
export interface Apis {
  has(service: string, action: string): boolean;
  call(service: string, action: string, input: string, under: { roleArn: string; session: string }): Promise<void>;
}

export type MessageAttributes = Readonly<Record<string, { readonly DataType: "String"; readonly StringValue: string }>>;

export interface Scheduler {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly account: string;
  readonly region: string;
  readonly roles: Roles | undefined;
  readonly quotas: Quotas;
  readonly apis: Pick<Apis, "has"> | undefined;
  readonly firing: Firing;
  /** What the ticker looks at may have changed. */
  changed(): void;
  /** The schedule has a new next due time, or none any more; call it when that is committed. */
  rescheduled(id: number, nextDue: number | null): void;
}

export const DEFAULT_GROUP = "default";

type Place = Pick<Scheduler, "region" | "account">;

export function scheduleArn(place: Place, group: string, name: string): string {
  return `arn:aws:scheduler:${place.region}:${place.account}:schedule/${group}/${name}`;
}

export function groupArn(place: Place, group: string): string {
  return `arn:aws:scheduler:${place.region}:${place.account}:schedule-group/${group}`;
}
