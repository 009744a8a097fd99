// What the operations of EventBridge share: the engine's parts, where events go, names and pages.
import type { Log } from "../../core/log.ts";
import type { BoundedCache } from "../bounded-cache.ts";
import { type EngineContext, ServiceError } from "../service.ts";
import type { EventTest } from "./pattern/event-pattern.ts";

/** Where matching events go. Each returns when the event is in the store for the target, or throws ServiceError. */
export interface EventTargets {
  invokeLambda(functionArn: string, payload: string): void;
  sendToQueue(queueArn: string, body: string, attributes: QueueAttributes, messageGroup?: string): void;
  /** Whether the role of a target lets EventBridge take it for the rule. */
  trusts(ruleArn: string, roleArn: string): boolean;
  /** Why the rule may not do this at its target, under the role if it has one; undefined when it may. */
  denial(ruleArn: string, roleArn: string | undefined, action: string, resource: string): string | undefined;
}

export type QueueAttributes = Readonly<Record<string, { readonly DataType: "String"; readonly StringValue: string }>>;

export type Events = Pick<EngineContext, "store" | "clock" | "random" | "account" | "region"> & {
  readonly targets: EventTargets;
  /** Patterns as they were read, by their text. */
  readonly patterns: BoundedCache<EventTest>;
  /** For what is lost without a trace on AWS, but for a metric. */
  readonly log: Pick<Log, "warn">;
  /** A rule has another next due time, or an event waits for another attempt. */
  changed(): void;
};

export const DEFAULT_BUS = "default";

type Place = Pick<EngineContext, "account" | "region">;

export const busArn = (place: Place, bus: string) => `arn:aws:events:${place.region}:${place.account}:event-bus/${bus}`;

/** The default bus's name is left out. */
export const ruleArn = (place: Place, bus: string, rule: string) =>
  `arn:aws:events:${place.region}:${place.account}:rule/${bus === DEFAULT_BUS ? "" : `${bus}/`}${rule}`;

export const invalid = (message: string) => new ServiceError("ValidationException", message);
export const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message);
export const limitExceeded = (message: string) => new ServiceError("LimitExceededException", message);

export interface Paging {
  readonly NextToken?: string;
  readonly Limit?: number;
}

/** One page of items that are sorted by `keyOf`; the token is the last key given out. */
export function pageOf<T>(items: readonly T[], keyOf: (item: T) => string, { NextToken, Limit = 100 }: Paging) {
  const after = NextToken === undefined ? "" : Buffer.from(NextToken, "base64url").toString();
  const rest = items.filter((item) => keyOf(item) > after);
  const shown = rest.slice(0, Limit);
  const last = shown.at(-1);
  const more = rest.length > shown.length && last !== undefined;
  return { shown, page: more ? { NextToken: Buffer.from(keyOf(last)).toString("base64url") } : {} };
}
