// What IAM's operations demand (Service Authorization Reference, AWS Identity and Access Management).
import { type Demand, demand, requestTags, tagsOfList, withTags } from "../access/demand.ts";
import type { AccessRule, Service } from "../service.ts";
import type { Iam, Tag } from "./iam.ts";
import type { ContextValues } from "./request-context.ts";

interface RoleInput {
  readonly RoleName: string;
  readonly Path?: string;
  readonly PolicyArn?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

interface PolicyInput {
  readonly PolicyArn?: string;
  readonly PolicyName?: string;
  readonly Path?: string;
  readonly Tags?: readonly Tag[];
}

const ON_ROLE =
  "DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies ListRoleTags PutRolePolicy UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription";
const ON_POLICY = "DeletePolicy GetPolicy GetPolicyVersion";

export function iamAccess({ store, account }: Iam): Service["access"] {
  function roleArn({ RoleName, Path }: RoleInput): string {
    const row = store.get<{ arn: string }>("SELECT arn FROM iam_roles WHERE name = ?", RoleName);
    return row?.arn ?? `arn:aws:iam::${account}:role${Path ?? "/"}${RoleName}`;
  }
  const onRole = (operation: string, input: RoleInput, keys?: ContextValues): Demand =>
    demand(`iam:${operation}`, roleArn(input), keys);
  const policyArn = ({ PolicyArn, PolicyName, Path }: PolicyInput) =>
    PolicyArn ?? `arn:aws:iam::${account}:policy${Path || "/"}${PolicyName ?? ""}`;
  const rules = (names: string, rule: (name: string) => AccessRule) =>
    Object.fromEntries(names.split(" ").map((name) => [name, rule(name)]));
  return {
    ...rules(ON_ROLE, (name) => (input: RoleInput) => onRole(name, input)),
    ...rules(ON_POLICY, (name) => (input: PolicyInput) => demand(`iam:${name}`, policyArn(input))),
    ...rules(
      "AttachRolePolicy DetachRolePolicy",
      (name) => (input: RoleInput) => onRole(name, input, { "iam:policyarn": input.PolicyArn }),
    ),
    CreateRole: (input: RoleInput) => {
      const made = onRole("CreateRole", input, { "iam:permissionsboundary": input.PermissionsBoundary });
      return withTags(made, "iam:TagRole", tagsOfList(input.Tags));
    },
    CreatePolicy: (input: PolicyInput) =>
      withTags(demand("iam:CreatePolicy", policyArn(input)), "iam:TagPolicy", tagsOfList(input.Tags)),
    TagRole: (input: RoleInput) => onRole("TagRole", input, requestTags(tagsOfList(input.Tags))),
    GetAccountAuthorizationDetails: () => demand("iam:GetAccountAuthorizationDetails", "*"),
    ListRoles: (input: { PathPrefix?: string }) =>
      demand("iam:ListRoles", `arn:aws:iam::${account}:role${input.PathPrefix ?? "/"}`),
    ListPolicies: (input: { PathPrefix?: string }) =>
      demand("iam:ListPolicies", `arn:aws:iam::${account}:policy${input.PathPrefix ?? "/"}`),
  };
}
