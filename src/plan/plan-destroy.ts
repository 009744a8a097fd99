// The plan that takes away an environment: everything we own in it, from the schedules down, and nothing else.
import { stableHash } from "../core/json.ts";
import { jobOfSchedule, WATCH_SCHEDULE } from "../desired/names.ts";
import type { ActualResource, Resource, ResourceKind } from "../desired/resource.ts";
import { inOrder } from "./order.ts";
import type { Action, Plan } from "./plan.ts";

/** What cannot be had back: the record of runs, and what the functions printed. */
const HISTORY: ReadonlySet<ResourceKind> = new Set(["table", "log-group"]);

export interface DestroyInput {
  readonly environment: string;
  readonly actual: readonly ActualResource[];
  readonly keepHistory: boolean;
}

export function planDestroy({ environment, actual, keepHistory }: DestroyInput): Plan {
  const owned = actual
    .filter((one) => one.owned && one.resource.kind !== "retry-settings")
    .map(({ resource }) => resource);
  const actions = inOrder(owned.map((from) => stepOf(from, keepHistory && HISTORY.has(from.kind) ? "keep" : "delete")));
  return {
    environment,
    fingerprint: stableHash(actions),
    desiredFingerprint: stableHash([]),
    actions,
    unchanged: 0,
    orphans: [],
    foreign: [],
    held: [],
    drift: [],
  };
}

function stepOf(from: Resource, action: "keep" | "delete"): Action {
  const job = from.kind === "schedule" && from.name !== WATCH_SCHEDULE ? jobOfSchedule(from.name) : null;
  return { action, kind: from.kind, name: from.name, job, warnings: [], changes: [], from };
}
