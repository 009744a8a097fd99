// When a schedule fires next, and when it would have without a change.
import type { Resource } from "../../desired/resource.ts";
import type { Action } from "../../plan/plan.ts";
import { nextDueText } from "./next-due.ts";

/** undefined for what is no schedule, and for a change that leaves the next due time as it is. */
export function dueText(action: Action, now: number): string | undefined {
  const before = "from" in action ? nextOf(action.from, now) : undefined;
  const after = "to" in action ? nextOf(action.to, now) : undefined;
  if (action.action === "create" && after) return `next: ${after}`;
  if (action.action === "update" && before !== after) return `next: ${before ?? "never"} -> ${after ?? "never"}`;
  if (action.action === "delete" && before) return `would next fire: ${before}`;
  return undefined;
}

function nextOf(resource: Resource, now: number): string | undefined {
  if (resource.kind !== "schedule") return undefined;
  return resource.enabled ? nextDueText(resource, now) : "disabled";
}
