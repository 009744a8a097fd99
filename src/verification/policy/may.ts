// Whether a role's policies allow an action on a resource (IAM User Guide, "Policy evaluation logic", within one account).
import type { PolicyDocument } from "../../desired/resource.ts";
import type { RoleFacts } from "../evidence.ts";
import { listOf, matches } from "./patterns.ts";

/** `depends`: on a condition that only the moment of the call can answer. */
export type Verdict = "allowed" | "denied" | "silent" | "depends";

/** A boundary allows nothing by itself, but what it does not allow is not allowed. */
export function may(role: RoleFacts, action: string, resource: string): Verdict {
  const identity = verdictOf(role.policies, action, resource);
  if (!role.boundary || identity === "denied" || identity === "silent") return identity;
  const bounded = verdictOf([role.boundary], action, resource);
  return bounded === "allowed" ? identity : bounded;
}

function verdictOf(policies: readonly PolicyDocument[], action: string, resource: string): Verdict {
  const said = policies.flatMap(({ Statement }) => listOf(Statement)).filter((one) => concerns(one, action, resource));
  const effects = (effect: string, conditional: boolean) =>
    said.some((one) => one["Effect"] === effect && (one["Condition"] !== undefined) === conditional);
  if (effects("Deny", false)) return "denied";
  const allowed = effects("Allow", false);
  if (allowed && !effects("Deny", true)) return "allowed";
  return allowed || effects("Allow", true) ? "depends" : "silent";
}

function concerns(statement: Readonly<Record<string, unknown>>, action: string, resource: string): boolean {
  const { Action, NotAction, Resource, NotResource } = statement as Record<string, string | readonly string[]>;
  const acts = Action !== undefined ? matches(Action, action, "i") : !matches(NotAction ?? "*", action, "i");
  const on = Resource !== undefined ? matches(Resource, resource) : !matches(NotResource ?? "*", resource);
  return acts && on;
}
