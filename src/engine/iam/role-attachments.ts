// AttachRolePolicy, DetachRolePolicy and ListAttachedRolePolicies.
import { invalidInput, limitExceeded, noSuchPolicy } from "./errors.ts";
import { type Iam, type Paging, pageOf } from "./iam.ts";
import { policyOfArn } from "./managed-policies.ts";
import { roleNamed } from "./roles.ts";

interface Attachment {
  readonly RoleName: string;
  readonly PolicyArn: string;
}

/** Default quota of managed policies attached to a role (IAM User Guide, IAM and STS quotas). */
const MOST_ATTACHED = 10;
const ARN = /^arn:aws:iam::(aws|\d{12}):policy\/(?:.*\/)?([^/]+)$/;

/** AWS's own policies can be attached by name; the engine does not have their documents. */
export const isAwsManaged = (arn: string) => ARN.exec(arn)?.[1] === "aws";

export const attachRolePolicy = (iam: Iam) => (input: Attachment) => {
  const role = roleNamed(iam.store, input.RoleName);
  if (!ARN.test(input.PolicyArn)) throw invalidInput(`ARN ${input.PolicyArn} is not valid.`);
  if (!isAwsManaged(input.PolicyArn)) policyOfArn(iam, input.PolicyArn);
  const attached = attachedPolicies(iam, role.name);
  if (attached.includes(input.PolicyArn)) return;
  if (attached.length >= MOST_ATTACHED) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MOST_ATTACHED}`);
  }
  iam.store.run("INSERT INTO iam_role_attachments (role, policy_arn) VALUES (?, ?)", role.name, input.PolicyArn);
};

export const detachRolePolicy = (iam: Iam) => (input: Attachment) => {
  const role = roleNamed(iam.store, input.RoleName);
  const sql = "DELETE FROM iam_role_attachments WHERE role = ? AND policy_arn = ?";
  if (iam.store.run(sql, role.name, input.PolicyArn) === 0) throw noSuchPolicy(input.PolicyArn);
};

export const listAttachedRolePolicies =
  (iam: Iam) => (input: Paging & { readonly RoleName: string; readonly PathPrefix?: string }) => {
    const role = roleNamed(iam.store, input.RoleName);
    const under = attachedPolicies(iam, role.name).filter((arn) =>
      arn.slice(arn.indexOf("/")).startsWith(input.PathPrefix ?? "/"),
    );
    const { shown, page } = pageOf(under, (arn) => arn, input);
    return { AttachedPolicies: shown.map(namedPolicy), ...page };
  };

const namedPolicy = (arn: string) => ({ PolicyName: ARN.exec(arn)?.[2] ?? arn, PolicyArn: arn });

export const namedAttachments = (iam: Pick<Iam, "store">, role: string) => attachedPolicies(iam, role).map(namedPolicy);

export function attachedPolicies(iam: Pick<Iam, "store">, role: string): string[] {
  const sql = "SELECT policy_arn AS arn FROM iam_role_attachments WHERE role = ? ORDER BY policy_arn";
  return iam.store.all<{ arn: string }>(sql, role).map(({ arn }) => arn);
}
