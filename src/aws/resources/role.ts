// Roles in IAM, each with one inline policy.
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { stableJson } from "../../core/json.ts";
import type { PolicyDocument, RoleResource } from "../../desired/resource.ts";
import { type Adapter, type AdapterContext, unlessAbsent } from "./adapter.ts";
import { isEmpty, ourTagsOf, tagChange, tagList } from "./tags.ts";

export const POLICY = "lamplighter";
/** IAM refuses a policy without statements: a role that may do nothing has none. */
const NOTHING: PolicyDocument = { Version: "2012-10-17", Statement: [] };

export function roleAdapter({ clients }: AdapterContext): Adapter<RoleResource> {
  const putPolicy = async (name: string, policy: PolicyDocument) => {
    const iam = await clients.iam();
    const inline = { RoleName: name, PolicyName: POLICY };
    if (policy.Statement.length === 0) await unlessAbsent(iam.send(new DeleteRolePolicyCommand(inline)));
    else await iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument: JSON.stringify(policy) }));
  };
  return {
    async read({ name }) {
      const iam = await clients.iam();
      const [found, inline] = await Promise.all([
        unlessAbsent(iam.send(new GetRoleCommand({ RoleName: name }))),
        unlessAbsent(iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: POLICY }))),
      ]);
      const role = found?.Role;
      if (!role) return undefined;
      return {
        kind: "role",
        name,
        description: role.Description ?? "",
        trust: decoded(role.AssumeRolePolicyDocument),
        policy: decoded(inline?.PolicyDocument),
        tags: ourTagsOf(role.Tags),
      };
    },
    async create(role) {
      const iam = await clients.iam();
      await iam.send(
        new CreateRoleCommand({
          RoleName: role.name,
          Description: role.description,
          AssumeRolePolicyDocument: JSON.stringify(role.trust),
          Tags: tagList(role.tags),
        }),
      );
      await putPolicy(role.name, role.policy);
    },
    async update(from, to) {
      const iam = await clients.iam();
      const RoleName = to.name;
      if (from.description !== to.description) {
        await iam.send(new UpdateRoleCommand({ RoleName, Description: to.description }));
      }
      if (stableJson(from.trust) !== stableJson(to.trust)) {
        const PolicyDocument = JSON.stringify(to.trust);
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      }
      if (stableJson(from.policy) !== stableJson(to.policy)) await putPolicy(to.name, to.policy);
      const { set, remove } = tagChange(from.tags, to.tags);
      if (!isEmpty(set)) await iam.send(new TagRoleCommand({ RoleName, Tags: tagList(set) }));
      if (remove.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: remove }));
    },
    async delete({ name }) {
      const iam = await clients.iam();
      await unlessAbsent(iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: POLICY })));
      await unlessAbsent(iam.send(new DeleteRoleCommand({ RoleName: name })));
    },
  };
}

/** Policy documents come URL-encoded (IAM API, GetRole). */
export function decoded(document: string | undefined): PolicyDocument {
  return document ? (JSON.parse(decodeURIComponent(document)) as PolicyDocument) : NOTHING;
}
