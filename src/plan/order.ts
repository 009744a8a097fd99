// The order in which actions can be carried out: what is pointed at comes before what points, and leaves after it.
import type { ResourceKind } from "../desired/resource.ts";
import type { Action } from "./plan.ts";

/** Code goes first, then the schedule: a failed deploy leaves the old schedule on the old code. */
const RANK: Readonly<Record<ResourceKind, number>> = {
  table: 0,
  queue: 1,
  "log-group": 2,
  role: 3,
  group: 4,
  function: 5,
  "invoke-config": 6,
  "retry-settings": 7,
  recording: 8,
  schedule: 9,
};

export function inOrder(actions: readonly Action[]): readonly Action[] {
  return [...actions].sort((a, b) => {
    const last = (action: Action) => (action.action === "delete" ? 1 : 0);
    if (last(a) !== last(b)) return last(a) - last(b);
    const rank = last(a) ? RANK[b.kind] - RANK[a.kind] : RANK[a.kind] - RANK[b.kind];
    return rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  });
}
