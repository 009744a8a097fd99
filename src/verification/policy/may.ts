// Whether a role's policies allow an action on a resource (IAM User Guide, "Policy evaluation logic", within one account).
import { stableJson } from "../../core/json.ts";
import type { PolicyDocument } from "../../desired/resource.ts";
import type { RoleFacts } from "../evidence.ts";
import { listOf, matches } from "./patterns.ts";

/** `depends`: on a condition that only the moment of the call can answer. */
export type Verdict = "allowed" | "denied" | "silent" | "depends";

export interface Need {
  readonly action: string;
  readonly resource: string;
  /** Under which it is needed, in the form of a policy; undefined: always. */
  readonly condition?: unknown;
}

/** A boundary allows nothing by itself, but what it does not allow is not allowed. */
export function may(role: RoleFacts, need: Need): Verdict {
  const identity = verdictOf(role.policies, need);
  if (!role.boundary || identity === "denied" || identity === "silent") return identity;
  const bounded = verdictOf([role.boundary], need);
  return bounded === "allowed" ? identity : bounded;
}

function verdictOf(policies: readonly PolicyDocument[], { action, resource, condition }: Need): Verdict {
  const said = policies.flatMap(({ Statement }) => listOf(Statement)).filter((one) => concerns(one, action, resource));
  const effects = (effect: string, conditional: boolean) =>
    said.some((one) => one["Effect"] === effect && isConditional(one["Condition"], effect, condition) === conditional);
  if (effects("Deny", false)) return "denied";
  const allowed = effects("Allow", false);
  if (allowed && !effects("Deny", true)) return "allowed";
  return allowed || effects("Allow", true) ? "depends" : "silent";
}

/** What is allowed under the very condition that it is needed under is allowed. */
function isConditional(said: unknown, effect: string, needed: unknown): boolean {
  if (said === undefined) return false;
  return effect !== "Allow" || needed === undefined || stableJson(said) !== stableJson(needed);
}

function concerns(statement: Readonly<Record<string, unknown>>, action: string, resource: string): boolean {
  const { Action, NotAction, Resource, NotResource } = statement as Record<string, string | readonly string[]>;
  const acts = Action !== undefined ? matches(Action, action, "i") : !matches(NotAction ?? "*", action, "i");
  const on = Resource !== undefined ? matches(Resource, resource) : !matches(NotResource ?? "*", resource);
  return acts && on;
}
