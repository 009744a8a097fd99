// Trust, inline policy and tags of all roles in a few pages, instead of two questions for each.
import { GetAccountAuthorizationDetailsCommand, type RoleDetail } from "@aws-sdk/client-iam";
import type { RoleResource } from "../../desired/resource.ts";
import type { Clients } from "../clients.ts";
import { AccessDenied, AwsCallFailed } from "../errors.ts";
import { decoded, POLICY } from "../resources/role.ts";
import { ourTagsOf } from "../resources/tags.ts";

/** A role as the page shows it: without its description (IAM API, RoleDetail). */
export type RoleFacts = Omit<RoleResource, "description">;

export interface RolePage {
  readonly roles: ReadonlyMap<string, RoleFacts>;
  /** Whether the pages ended: a role that is not among them does not exist. */
  readonly complete: boolean;
}

const MOST_PAGES = 3;

/** undefined where the call is refused or unknown: an account may well keep this one to itself. */
export async function rolePage(clients: Clients, prefix: string): Promise<RolePage | undefined> {
  const iam = await clients.iam();
  const roles = new Map<string, RoleFacts>();
  let Marker: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const command = new GetAccountAuthorizationDetailsCommand({ Filter: ["Role"], MaxItems: 1_000, Marker });
      const { RoleDetailList = [], IsTruncated, Marker: next } = await iam.send(command);
      for (const role of RoleDetailList) if (role.RoleName?.startsWith(prefix)) roles.set(role.RoleName, factsOf(role));
      if (!IsTruncated) return { roles, complete: true };
      Marker = next;
    }
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof AwsCallFailed)) throw error;
    return undefined;
  }
  return { roles, complete: false };
}

function factsOf(role: RoleDetail): RoleFacts {
  const inline = role.RolePolicyList?.find(({ PolicyName }) => PolicyName === POLICY);
  return {
    kind: "role",
    name: role.RoleName ?? "",
    trust: decoded(role.AssumeRolePolicyDocument),
    policy: decoded(inline?.PolicyDocument),
    tags: ourTagsOf(role.Tags),
  };
}
