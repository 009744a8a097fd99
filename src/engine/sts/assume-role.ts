// AssumeRole: credentials for a role, if the role trusts who asks, and who asks may take it.
import { demand } from "../access/demand.ts";
import { denied } from "../access/denied.ts";
import { policyOfArn } from "../iam/managed-policies.ts";
import { readIdentityPolicy } from "../iam/policy-document.ts";
import { type Call, ServiceError } from "../service.ts";
import { type Sts, shownKeys } from "./sts.ts";

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly ExternalId?: string;
  readonly SourceIdentity?: string;
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
}

const DEFAULT_SECONDS = 3_600;
/** A session that takes another role: an hour at most (IAM User Guide, role chaining). */
const LONGEST_CHAINED = 3_600;

export const assumeRole = (sts: Sts) => (input: AssumeRoleInput, call: Call) => {
  // Trust policy, identity policies, boundary and session policy together; a role that is missing answers as one that does
  // not trust the caller: AWS does not tell which exist.
  const asked = { ...demand("sts:AssumeRole", input.RoleArn, keysOf(input)), needsTrust: true };
  const refusal = call.refusal(asked);
  if (refusal) throw refusal;
  const role = sts.rights.of(input.RoleArn);
  if (!role) {
    throw denied("sts", call.caller.arn, asked, "because no resource-based policy allows the sts:AssumeRole action");
  }
  const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
  if (seconds > role.role.longestSessionSeconds) {
    const limit = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    throw new ServiceError("ValidationError", limit);
  }
  if (call.caller.kind === "role" && seconds > LONGEST_CHAINED) {
    const limit = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    throw new ServiceError("ValidationError", limit);
  }
  const name = input.RoleSessionName;
  const keys = sts.sessions.open({ role: role.role, name, policies: policiesOf(sts, input), seconds });
  return {
    Credentials: shownKeys(keys),
    AssumedRoleUser: {
      AssumedRoleId: `${role.role.id}:${name}`,
      Arn: `arn:aws:sts::${sts.account}:assumed-role/${role.role.name}/${name}`,
    },
    ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
  };
};

const keysOf = ({ ExternalId, RoleSessionName, SourceIdentity }: AssumeRoleInput) => ({
  "sts:externalid": ExternalId,
  "sts:rolesessionname": RoleSessionName,
  "sts:sourceidentity": SourceIdentity,
});

/** Session policies, checked as IAM checks a role's. */
function policiesOf(sts: Sts, { Policy, PolicyArns = [] }: AssumeRoleInput): string[] {
  if (Policy !== undefined) readIdentityPolicy(Policy);
  const managed = PolicyArns.flatMap(({ arn }) => (arn === undefined ? [] : [policyOfArn(sts, arn).document]));
  return [...(Policy === undefined ? [] : [Policy]), ...managed];
}
