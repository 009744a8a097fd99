// What becomes of orphans: shown always, deleted only when asked, and never a large share at once without a named override.
import { LampError } from "../core/error.ts";
import type { ActualResource, ResourceKind } from "../desired/resource.ts";

/** These hold what nobody can bring back (runs, dead letters) or hold the rest: only `destroy` takes them. */
const KEEPS_DATA: ReadonlySet<ResourceKind> = new Set(["table", "queue", "log-group", "group", "retry-settings"]);

/** An environment with this many schedules, or fewer, may lose any number of them in one prune. */
const SMALL = 10;
const LARGEST_SHARE = 0.3;

export class UnsafePlan extends LampError {
  readonly code = "unsafe-plan";

  constructor(deleted: number, owned: number) {
    super(
      `This plan deletes ${deleted} of ${owned} schedules, more than ${LARGEST_SHARE * 100}%. ` +
        "If that is meant, say so: --prune --allow-many-deletes",
    );
  }
}

export const isPrunable = (kind: ResourceKind): boolean => !KEEPS_DATA.has(kind);

/** Throws UnsafePlan when the deletion of these orphans is over the limit. */
export function refuseUnsafePrune(orphans: readonly ActualResource[], owned: readonly ActualResource[]): void {
  const schedules = (resources: readonly ActualResource[]) =>
    resources.filter(({ resource }) => resource.kind === "schedule").length;
  const [deleted, all] = [schedules(orphans), schedules(owned)];
  if (all > SMALL && deleted > all * LARGEST_SHARE) throw new UnsafePlan(deleted, all);
}
