// The Cloud port: all that planning and applying need of AWS, in our words. src/aws translates it.
import type { ActualResource, Resource } from "../desired/resource.ts";

export interface CloudIdentity {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

/** What to look at: everything owned by `<app>-<env>`, and whatever else carries a name that `desired` wants. */
export interface ObserveScope {
  readonly app: string;
  readonly environment: string;
  readonly desired: readonly Resource[];
  /** Existing functions whose destinations were set, as far as the ledger knows. */
  readonly recorded?: readonly string[];
}

export interface Cloud {
  identity(): Promise<CloudIdentity>;
  /** Sorted by resource key. */
  observe(scope: ObserveScope): Promise<readonly ActualResource[]>;
  /** Each is idempotent: doing it again after a lost answer gives the same state. `code` is the zip of a function. */
  create(resource: Resource, code: Uint8Array | undefined): Promise<void>;
  update(from: Resource, to: Resource, code: Uint8Array | undefined): Promise<void>;
  delete(resource: Resource): Promise<void>;
  /** Calls made so far, all services. */
  apiCalls(): number;
}
