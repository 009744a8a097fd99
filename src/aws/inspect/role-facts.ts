// A role with everything that decides what it may do: its trust, inline and attached policies, and its boundary.
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import type { PolicyDocument } from "../../desired/resource.ts";
import type { RoleFacts } from "../../verification/evidence.ts";

export async function roleFacts(iam: IAMClient, arn: string): Promise<RoleFacts | undefined> {
  const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  const [inline, attached] = await Promise.all([inlinePolicies(iam, RoleName), attachedPolicies(iam, RoleName)]);
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    trust: decoded(role?.AssumeRolePolicyDocument),
    policies: [...inline, ...attached],
    boundary: boundary ? await managedPolicy(iam, boundary) : undefined,
  };
}

async function inlinePolicies(client: IAMClient, RoleName: string): Promise<readonly PolicyDocument[]> {
  const names: string[] = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) names.push(...(page.PolicyNames ?? []));
  return Promise.all(
    names.map(async (PolicyName) => {
      const found = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return decoded(found.PolicyDocument);
    }),
  );
}

async function attachedPolicies(client: IAMClient, RoleName: string): Promise<readonly PolicyDocument[]> {
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName }))
    arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn ?? ""));
  return Promise.all(arns.map((arn) => managedPolicy(client, arn)));
}

async function managedPolicy(client: IAMClient, PolicyArn: string): Promise<PolicyDocument> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return decoded(PolicyVersion?.Document);
}

/** Policy documents come URL-encoded (IAM API, GetRolePolicy). */
const decoded = (document: string | undefined): PolicyDocument =>
  document ? (JSON.parse(decodeURIComponent(document)) as PolicyDocument) : { Version: "2012-10-17", Statement: [] };
