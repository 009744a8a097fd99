// What was read of the cloud for a verification, each reading with its absence or the reason why it could not be read.
import type { PolicyDocument, Resource } from "../desired/resource.ts";

export type Reading<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly reason: string };

export interface RoleFacts {
  readonly trust: PolicyDocument;
  /** Inline and attached ones. */
  readonly policies: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
}

export interface QueueFacts {
  readonly retentionSeconds: number;
  readonly fifo: boolean;
}

/** Lambda's own words: `Active`, `Successful`. */
export interface FunctionFacts {
  readonly state: string;
  readonly lastUpdate: string;
  readonly reason: string | undefined;
  readonly version: string;
  /** ARN of what it acts as. */
  readonly roleArn: string;
}

/** Epoch milliseconds, of the ledger. */
export interface WatchFacts {
  /** When the watcher last wrote how far it has come. */
  readonly lookedAt: number | undefined;
  readonly doneTo: number | undefined;
  /** When the last sync was complete. */
  readonly syncedAt: number | undefined;
}

export interface Evidence {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Reading<RoleFacts>>;
  readonly queues: ReadonlyMap<string, Reading<QueueFacts>>;
  /** By the ARN that is invoked, with its alias. */
  readonly functions: ReadonlyMap<string, Reading<FunctionFacts>>;
  /** The other kinds, by resource key. */
  readonly resources: ReadonlyMap<string, Reading<Resource>>;
  /** Left out for the embedded engine, on which it looks only while that runs. */
  readonly watch?: Reading<WatchFacts> | undefined;
}
