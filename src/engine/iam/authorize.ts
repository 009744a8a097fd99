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

/** What the resource says of it: a policy, or none. Where it is needed nothing is allowed without it. */
export interface ResourceSide {
  readonly policy: readonly CompiledStatement[] | undefined;
  readonly isNeeded: boolean;
}

/** Why not, in AWS's words; undefined when allowed. */
export function denialOf(
  rights: Rights,
  names: Names,
  question: Question,
  { policy, isNeeded }: ResourceSide,
): string | undefined {
  const identity = verdictOf(rights.identity, question);
  const boundary = rights.boundary ? verdictOf(rights.boundary, question) : "allow";
  const session = rights.session ? verdictOf(rights.session, question) : "allow";
  const resource = policy ? resourceGrant(policy, names, question) : "none";
  if (identity === "deny") return "with an explicit deny in an identity-based policy";
  if (resource === "deny") return "with an explicit deny in a resource-based policy";
  if (boundary === "deny") return "with an explicit deny in a permissions boundary";
  if (session === "deny") return "with an explicit deny in a session policy";
  const because = (kind: string) => `because no ${kind} allows the ${question.action} action`;
  if (isNeeded && resource === "none") return because("resource-based policy");
  // A policy that names the very session needs nobody's consent; one that names the role is bounded like the role's own.
  if (resource === "session") return undefined;
  if (identity === "silent" && resource !== "role") return because("identity-based policy");
  if (boundary === "silent") return because("permissions boundary");
  return session === "silent" ? because("session policy") : undefined;
}

/** What the resource's policy grants, and to whom. That it names the account leaves it to the account's own policies. */
function resourceGrant(
  policy: readonly CompiledStatement[],
  { session, role, account }: Names,
  question: Question,
): "deny" | "session" | "role" | "account" | "none" {
  const asked = (...names: string[]) => verdictOf(policy, { ...question, principal: { kind: "AWS", names } });
  const whole = asked(session, role, account, `arn:aws:iam::${account}:root`);
  if (whole !== "allow") return whole === "deny" ? "deny" : "none";
  if (asked(session) === "allow") return "session";
  return asked(role) === "allow" ? "role" : "account";
}

/** The same where nobody's own policies count: a service that calls for itself, the owner of the account. */
export function resourceDenial(
  policy: readonly CompiledStatement[] | undefined,
  question: Question,
): string | undefined {
  const verdict = policy === undefined ? "silent" : verdictOf(policy, question);
  if (verdict === "allow") return undefined;
  if (verdict === "deny") return "with an explicit deny in a resource-based policy";
  return `because no resource-based policy allows the ${question.action} action`;
}
