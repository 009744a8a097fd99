// AssumeRole: credentials for a role, if the role trusts who asks.
import { mayAssume } from "../iam/permissions.ts";
import { roleOfArn } from "../iam/roles.ts";
import { type Call, ServiceError } from "../service.ts";
import { identityOf, openSession, type Sts } from "./identity.ts";

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly ExternalId?: string;
  readonly SourceIdentity?: string;
}

const DEFAULT_SECONDS = 3_600;

export const assumeRole = (sts: Sts) => (input: AssumeRoleInput, call: Call) => {
  const caller = identityOf(sts, call);
  const role = roleOfArn(sts.store, input.RoleArn);
  const names = [caller.arn, `arn:aws:iam::${sts.account}:root`, sts.account];
  const context = {
    "aws:principalarn": caller.arn,
    "aws:principalaccount": sts.account,
    ...(input.ExternalId === undefined ? {} : { "sts:externalid": input.ExternalId }),
  };
  // A role that is missing answers as one that does not trust the caller: AWS does not tell which exist.
  if (!role || !mayAssume(role, { kind: "AWS", names }, context)) {
    const what = "is not authorized to perform: sts:AssumeRole on resource";
    throw new ServiceError("AccessDenied", `User: ${caller.arn} ${what}: ${input.RoleArn}`);
  }
  const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
  if (seconds > role.longestSessionSeconds) {
    const limit = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    throw new ServiceError("ValidationError", limit);
  }
  const identity = {
    userId: `${role.id}:${input.RoleSessionName}`,
    arn: `arn:aws:sts::${sts.account}:assumed-role/${role.name}/${input.RoleSessionName}`,
  };
  return {
    Credentials: openSession(sts, identity, seconds),
    AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
    ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
  };
};
