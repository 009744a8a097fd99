// Whether a session of a role may do something: identity policies, boundary, session policy and the resource's own policy.
// Page: IAM User Guide, "Policy evaluation logic", within one account.
import type { CompiledStatement, Question } from "./compile-policy.ts";
import { verdictOf } from "./evaluate-policy.ts";

export interface Rights {
  readonly identity: readonly CompiledStatement[];
  readonly boundary: readonly CompiledStatement[] | undefined;
  /** What AssumeRole was given to narrow the session; all must allow. */
  readonly session: readonly CompiledStatement[] | undefined;
}

/** The names of who asks, from the narrowest. */
export interface Names {
  readonly session: string;
  readonly role: string;
  readonly account: string;
}

/** Why not, in AWS's words; undefined when allowed. */
export function denialOf(
  rights: Rights,
  names: Names,
  question: Question,
  resourcePolicy: readonly CompiledStatement[] | undefined,
): string | undefined {
  const identity = verdictOf(rights.identity, question);
  const boundary = rights.boundary ? verdictOf(rights.boundary, question) : "allow";
  const session = rights.session ? verdictOf(rights.session, question) : "allow";
  const resource = resourcePolicy ? resourceGrant(resourcePolicy, names, question) : "none";
  if (identity === "deny") return "with an explicit deny in an identity-based policy";
  if (resource === "deny") return "with an explicit deny in a resource-based policy";
  if (boundary === "deny") return "with an explicit deny in a permissions boundary";
  if (session === "deny") return "with an explicit deny in a session policy";
  // A policy that names the very session needs nobody's consent; one that names the role is bounded like the role's own.
  if (resource === "session") return undefined;
  const because = (kind: string) => `because no ${kind} allows the ${question.action} action`;
  if (identity === "silent" && resource !== "role") return because("identity-based policy");
  if (boundary === "silent") return because("permissions boundary");
  return session === "silent" ? because("session policy") : undefined;
}

/** What the resource's policy grants, and to whom. That it names the account leaves it to the account's own policies. */
function resourceGrant(
  policy: readonly CompiledStatement[],
  { session, role, account }: Names,
  question: Question,
): "deny" | "session" | "role" | "none" {
  const asked = (...names: string[]) => verdictOf(policy, { ...question, principal: { kind: "AWS", names } });
  if (asked(session, role, account, `arn:aws:iam::${account}:root`) === "deny") return "deny";
  if (asked(session) === "allow") return "session";
  return asked(role) === "allow" ? "role" : "none";
}
