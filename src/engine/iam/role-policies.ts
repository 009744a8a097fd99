// PutRolePolicy, GetRolePolicy, ListRolePolicies and DeleteRolePolicy: the policies that live in a role.
import { limitExceeded, noSuchRolePolicy } from "./errors.ts";
import { type Iam, type Paging, pageOf } from "./iam.ts";
import { encodeDocument, policySize, readIdentityPolicy } from "./policy-document.ts";
import { roleNamed } from "./roles.ts";

interface Named {
  readonly RoleName: string;
  readonly PolicyName: string;
}

interface PolicyRow {
  readonly name: string;
  readonly document: string;
}

/** All inline policies of a role together (IAM User Guide, IAM and STS quotas). */
const MOST_CHARACTERS = 10_240;

export const putRolePolicy = (iam: Iam) => (input: Named & { readonly PolicyDocument: string }) => {
  const role = roleNamed(iam.store, input.RoleName);
  readIdentityPolicy(input.PolicyDocument);
  const others = inlinePolicies(iam, role.name).filter(({ name }) => name !== input.PolicyName);
  const size = others.reduce((sum, { document }) => sum + policySize(document), policySize(input.PolicyDocument));
  if (size > MOST_CHARACTERS) {
    throw limitExceeded(`Maximum policy size of ${MOST_CHARACTERS} bytes exceeded for role ${role.name}`);
  }
  iam.store.run(
    "INSERT OR REPLACE INTO iam_role_policies (role, name, document) VALUES (?, ?, ?)",
    role.name,
    input.PolicyName,
    input.PolicyDocument,
  );
};

export const getRolePolicy = (iam: Iam) => (input: Named) => {
  const role = roleNamed(iam.store, input.RoleName);
  const policy = inlinePolicies(iam, role.name).find(({ name }) => name === input.PolicyName);
  if (!policy) throw noSuchRolePolicy(input.PolicyName);
  return { RoleName: role.name, PolicyName: policy.name, PolicyDocument: encodeDocument(policy.document) };
};

export const listRolePolicies = (iam: Iam) => (input: Paging & { readonly RoleName: string }) => {
  const role = roleNamed(iam.store, input.RoleName);
  const { shown, page } = pageOf(inlinePolicies(iam, role.name), ({ name }) => name, input);
  return { PolicyNames: shown.map(({ name }) => name), ...page };
};

export const deleteRolePolicy = (iam: Iam) => (input: Named) => {
  const role = roleNamed(iam.store, input.RoleName);
  const sql = "DELETE FROM iam_role_policies WHERE role = ? AND name = ?";
  if (iam.store.run(sql, role.name, input.PolicyName) === 0) throw noSuchRolePolicy(input.PolicyName);
};

export function inlinePolicies(iam: Pick<Iam, "store">, role: string): PolicyRow[] {
  return iam.store.all<PolicyRow>("SELECT name, document FROM iam_role_policies WHERE role = ? ORDER BY name", role);
}
