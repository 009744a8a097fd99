// CreatePolicy, GetPolicy, GetPolicyVersion, ListPolicies and DeletePolicy: customer managed policies, with one version each.
import { alreadyExists, deleteConflict, limitExceeded, noSuchPolicy } from "./errors.ts";
import { type Iam, mergeTags, newId, type Paging, pageOf, type Tag } from "./iam.ts";
import { encodeDocument, policySize, readIdentityPolicy } from "./policy-document.ts";

interface CreatePolicyInput {
  readonly PolicyName: string;
  readonly Path?: string;
  readonly PolicyDocument: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

interface PolicyRow {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly description: string | null;
  readonly document: string;
  readonly tags: string;
  readonly created_at: number;
}

const MOST_CHARACTERS = 6_144;
const ONLY_VERSION = "v1";

export const createPolicy = (iam: Iam) => (input: CreatePolicyInput) => {
  readIdentityPolicy(input.PolicyDocument);
  if (policySize(input.PolicyDocument) > MOST_CHARACTERS) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MOST_CHARACTERS}`);
  }
  const path = input.Path || "/";
  const arn = `arn:aws:iam::${iam.account}:policy${path}${input.PolicyName}`;
  iam.store.transaction(() => {
    if (iam.store.get("SELECT 1 FROM iam_policies WHERE name = ?", input.PolicyName)) {
      throw alreadyExists("A policy", input.PolicyName);
    }
    iam.store.run(
      `INSERT INTO iam_policies (arn, name, id, path, description, document, tags, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      arn,
      input.PolicyName,
      newId(iam, "ANPA"),
      path,
      input.Description ?? null,
      input.PolicyDocument,
      JSON.stringify(mergeTags([], input.Tags ?? [])),
      Math.floor(iam.clock.now() / 1_000) * 1_000,
    );
  });
  return { Policy: shownPolicy(iam, policyOfArn(iam, arn)) };
};

export const getPolicy = (iam: Iam) => (input: { readonly PolicyArn: string }) => ({
  Policy: shownPolicy(iam, policyOfArn(iam, input.PolicyArn)),
});

export const getPolicyVersion = (iam: Iam) => (input: { readonly PolicyArn: string; readonly VersionId: string }) => {
  const policy = policyOfArn(iam, input.PolicyArn);
  if (input.VersionId !== ONLY_VERSION) throw noSuchPolicy(`${policy.arn} version ${input.VersionId}`);
  return { PolicyVersion: shownVersion(policy) };
};

const shownVersion = (policy: PolicyRow) => ({
  Document: encodeDocument(policy.document),
  VersionId: ONLY_VERSION,
  IsDefaultVersion: true,
  CreateDate: policy.created_at / 1_000,
});

export const listPolicies =
  (iam: Iam) => (input: Paging & { readonly PathPrefix?: string; readonly Scope?: string }) => {
    const all = iam.store.all<PolicyRow>("SELECT * FROM iam_policies ORDER BY arn");
    const wanted = all.filter(({ path }) => input.Scope !== "AWS" && path.startsWith(input.PathPrefix ?? "/"));
    const { shown, page } = pageOf(wanted, ({ arn }) => arn, input);
    return { Policies: shown.map((policy) => shownPolicy(iam, policy)), ...page };
  };

/** As GetAccountAuthorizationDetails shows them: with their versions, without tags. */
export function managedPolicyDetails(iam: Iam) {
  return iam.store.all<PolicyRow>("SELECT * FROM iam_policies ORDER BY arn").map((policy) => {
    const { Tags: _, ...shown } = shownPolicy(iam, policy);
    return { ...shown, PolicyVersionList: [shownVersion(policy)] };
  });
}

export const deletePolicy = (iam: Iam) => (input: { readonly PolicyArn: string }) => {
  const { arn } = policyOfArn(iam, input.PolicyArn);
  if (attachmentsOf(iam, arn) > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
  iam.store.run("DELETE FROM iam_policies WHERE arn = ?", arn);
};

export function policyOfArn(iam: Pick<Iam, "store">, arn: string): PolicyRow {
  const policy = iam.store.get<PolicyRow>("SELECT * FROM iam_policies WHERE arn = ?", arn);
  if (!policy) throw noSuchPolicy(arn);
  return policy;
}

function attachmentsOf(iam: Iam, arn: string): number {
  const row = iam.store.get<{ n: number }>("SELECT COUNT(*) AS n FROM iam_role_attachments WHERE policy_arn = ?", arn);
  return row?.n ?? 0;
}

function shownPolicy(iam: Iam, policy: PolicyRow) {
  const tags: readonly Tag[] = JSON.parse(policy.tags);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: ONLY_VERSION,
    AttachmentCount: attachmentsOf(iam, policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description === null ? {} : { Description: policy.description }),
    CreateDate: policy.created_at / 1_000,
    UpdateDate: policy.created_at / 1_000,
    ...(tags.length > 0 ? { Tags: tags } : {}),
  };
}
