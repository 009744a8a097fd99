// GetAccountAuthorizationDetails: roles with their policies, and the customer managed policies, page by page.
import { type Iam, type Paging, pageOf } from "./iam.ts";
import { managedPolicyDetails } from "./managed-policies.ts";
import { encodeDocument } from "./policy-document.ts";
import { namedAttachments } from "./role-attachments.ts";
import { shownRole } from "./role-operations.ts";
import { inlinePolicies } from "./role-policies.ts";
import { type Role, rolesUnder } from "./roles.ts";

interface Input extends Paging {
  readonly Filter?: readonly string[];
}

/** The engine has no users and no groups. Without a filter all kinds are given (API Reference). */
export const getAccountAuthorizationDetails = (iam: Iam) => (input: Input) => {
  const wants = (kind: string) =>
    input.Filter === undefined || input.Filter.length === 0 || input.Filter.includes(kind);
  const roles = wants("Role") ? rolesUnder(iam.store, "/").map((role) => ({ key: `1${role.name}`, role })) : [];
  const policies = wants("LocalManagedPolicy")
    ? managedPolicyDetails(iam).map((policy) => ({ key: `2${policy.Arn}`, policy }))
    : [];
  const { shown, page } = pageOf<Entry>([...roles, ...policies], ({ key }) => key, input);
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: shown.flatMap(({ role }) => (role ? [roleDetail(iam, role)] : [])),
    Policies: shown.flatMap(({ policy }) => (policy ? [policy] : [])),
    ...page,
  };
};

interface Entry {
  readonly key: string;
  readonly role?: Role;
  readonly policy?: ReturnType<typeof managedPolicyDetails>[number];
}

/** A detail has neither description nor longest session (API Reference, RoleDetail). */
function roleDetail(iam: Iam, role: Role) {
  const { Description: _, MaxSessionDuration: __, ...shown } = shownRole(role, "whole");
  return {
    ...shown,
    InstanceProfileList: [],
    RolePolicyList: inlinePolicies(iam, role.name).map(({ name, document }) => ({
      PolicyName: name,
      PolicyDocument: encodeDocument(document),
    })),
    AttachedManagedPolicies: namedAttachments(iam, role.name),
    RoleLastUsed: {},
  };
}
