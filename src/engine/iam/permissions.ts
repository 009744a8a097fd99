// What the engine's other services ask of IAM: may this principal take the role, may the role do this.
import type { RequestContext } from "./condition.ts";
import { isAllowed } from "./evaluate-policy.ts";
import type { Iam } from "./iam.ts";
import { policyOfArn } from "./managed-policies.ts";
import { readIdentityPolicy, readTrustPolicy } from "./policy-document.ts";
import { attachedPolicies, isAwsManaged } from "./role-attachments.ts";
import { inlinePolicies } from "./role-policies.ts";
import { type Role, roleOfArn } from "./roles.ts";

export type Principal = { readonly kind: "Service" | "AWS"; readonly names: readonly string[] };

export function mayAssume(role: Role, principal: Principal, context: RequestContext): boolean {
  return isAllowed(readTrustPolicy(role.trust), { action: "sts:AssumeRole", principal, context });
}

/** A role that is missing may nothing. An attached policy of AWS's own is taken to allow: its text is not here. */
export function roleAllows(iam: Pick<Iam, "store">, roleArn: string, action: string, resource: string): boolean {
  const role = roleOfArn(iam.store, roleArn);
  if (!role) return false;
  const attached = attachedPolicies(iam, role.name);
  const documents = [
    ...inlinePolicies(iam, role.name).map(({ document }) => document),
    ...attached.filter((arn) => !isAwsManaged(arn)).map((arn) => policyOfArn(iam, arn).document),
    ...(attached.some(isAwsManaged) ? [ALLOW_ALL] : []),
  ];
  return isAllowed(documents.flatMap(readIdentityPolicy), { action, resource, context: {} });
}

const ALLOW_ALL = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
