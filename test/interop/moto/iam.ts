// Random IAM sequences: roles, their policies and tags.
import type { Command } from "../differential/command.ts";
import type { Dice } from "../differential/dice.ts";

const ROLES = ["one", "two"];
const document = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

export function iamSequence(dice: Dice, length: number): Command[] {
  const RoleName = () => dice.pick(ROLES);
  const PolicyName = () => dice.pick(["read", "write"]);
  const step = (): Command =>
    dice.weighted<Command>([
      [2, () => createRole(dice, RoleName())],
      [3, () => iam("GetRole", { RoleName: RoleName() })],
      [1, () => iam("UpdateAssumeRolePolicy", { RoleName: RoleName(), PolicyDocument: trust("lambda.amazonaws.com") })],
      [1, () => iam("UpdateRole", { RoleName: RoleName(), Description: "other", MaxSessionDuration: 7_200 })],
      [
        3,
        () =>
          iam("PutRolePolicy", { RoleName: RoleName(), PolicyName: PolicyName(), PolicyDocument: document("s3:Get*") }),
      ],
      [3, () => iam("GetRolePolicy", { RoleName: RoleName(), PolicyName: PolicyName() })],
      [2, () => iam("ListRolePolicies", { RoleName: RoleName() })],
      [2, () => iam("DeleteRolePolicy", { RoleName: RoleName(), PolicyName: PolicyName() })],
      [1, () => iam("ListRoles", {})],
      [1, () => iam("TagRole", { RoleName: RoleName(), Tags: [{ Key: "owner", Value: dice.pick(["a", "b"]) }] })],
      [1, () => iam("UntagRole", { RoleName: RoleName(), TagKeys: ["owner"] })],
      [1, () => iam("ListRoleTags", { RoleName: RoleName() })],
      [1, () => iam("ListAttachedRolePolicies", { RoleName: RoleName() })],
      [1, () => iam("DeleteRole", { RoleName: RoleName() })],
    ]);
  return [createRole(dice, "one"), ...dice.times(length, step)];
}

const iam = (operation: string, input: object): Command => ({
  service: "iam",
  operation,
  input,
  unordered: ["Roles", "PolicyNames", "Tags"],
});

const createRole = (dice: Dice, RoleName: string) =>
  iam("CreateRole", {
    RoleName,
    AssumeRolePolicyDocument: trust("scheduler.amazonaws.com"),
    ...(dice.chance(0.5) ? { Description: "what for" } : {}),
    ...(dice.chance(0.5) ? { Tags: [{ Key: "team", Value: "x" }] } : {}),
  });
