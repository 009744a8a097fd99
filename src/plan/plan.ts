// A Plan: the ordered steps from what is to what should be. A value: printed, compared, refused or applied as it stands.
import type { Resource, ResourceKind } from "../desired/resource.ts";

export interface Change {
  /** `timezone`, `environment.LEVEL`; whole values below that. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

interface Step {
  readonly kind: ResourceKind;
  readonly name: string;
  /** The one job it belongs to; null for what several share. */
  readonly job: string | null;
  readonly warnings: readonly string[];
}

export type Action =
  | (Step & {
      readonly action: "create";
      readonly to: Resource;
      readonly changes: readonly Change[];
      /** Former names of its job, where a schedule of one of them goes. */
      readonly was?: readonly string[];
    })
  | (Step & {
      readonly action: "update";
      readonly from: Resource;
      readonly to: Resource;
      readonly changes: readonly Change[];
    })
  | (Step & {
      readonly action: "delete";
      readonly from: Resource;
      readonly changes: readonly Change[];
      /** The job that has its place now; it goes when that one's schedules are there, and nobody need ask for it. */
      readonly movedTo?: string;
    })
  /** An orphan that stays until somebody asks for `--prune`. */
  | (Step & { readonly action: "keep"; readonly from: Resource; readonly changes: readonly Change[] });

export interface Foreign {
  readonly kind: ResourceKind;
  readonly name: string;
}

export interface Plan {
  readonly environment: string;
  /** Hash of the actions: equal plans have equal fingerprints. */
  readonly fingerprint: string;
  /** Hash of what is desired; kept after a sync, so that drift can be told from an edit. */
  readonly desiredFingerprint: string;
  /** In the order in which they can be carried out. */
  readonly actions: readonly Action[];
  readonly unchanged: number;
  readonly orphans: readonly { readonly kind: ResourceKind; readonly name: string; readonly job: string | null }[];
  /** Names we want that carry somebody else's resource: nothing is applied while there is one. */
  readonly foreign: readonly Foreign[];
  /** Schedules that an operator holds back, and sync leaves so; `until` is ISO UTC. */
  readonly held: readonly {
    readonly name: string;
    readonly job: string;
    readonly by: string | null;
    readonly reason: string;
    readonly until: string | null;
  }[];
  /** Resources changed or deleted outside since the last sync of this very manifest. */
  readonly drift: readonly {
    readonly kind: ResourceKind;
    readonly name: string;
    readonly deleted: boolean;
    readonly changes: readonly Change[];
  }[];
}
