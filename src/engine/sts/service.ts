// STS: who is calling, and credentials for a while.
import { demand } from "../access/demand.ts";
import type { RightsOfRoles } from "../iam/role-rights.ts";
import { type Call, type EngineContext, type Service, ServiceError } from "../service.ts";
import { assumeRole } from "./assume-role.ts";
import { Sessions } from "./sessions.ts";
import { type Sts, shownKeys } from "./sts.ts";

export interface StsService {
  readonly service: Service;
  readonly sessions: Sessions;
}

/** API Reference, GetSessionToken. */
const DEFAULT_SESSION_SECONDS = 43_200;

export function createStsService(context: EngineContext, rights: RightsOfRoles): StsService {
  const { store, account } = context;
  const sessions = new Sessions(context);
  const sts: Sts = { store, account, sessions, rights };
  const operations = {
    GetCallerIdentity(_input: object, { caller: { userId, arn } }: Call) {
      return { UserId: userId, Account: account, Arn: arn };
    },
    AssumeRole: assumeRole(sts),
    GetSessionToken(input: { readonly DurationSeconds?: number }, { caller }: Call) {
      if (caller.kind === "role") {
        throw new ServiceError("AccessDenied", "Cannot call GetSessionToken with session credentials");
      }
      const seconds = input.DurationSeconds ?? DEFAULT_SESSION_SECONDS;
      const keys = sessions.open({ role: undefined, name: "", policies: [], seconds });
      return { Credentials: shownKeys(keys) };
    },
    GetAccessKeyInfo: () => ({ Account: account }),
  };
  const policyOf = (roleArn: string) => rights.of(roleArn)?.role.trust;
  return { service: { name: "sts", operations, access: ACCESS, policyOf }, sessions };
}

/** AssumeRole weighs trust and permission itself; who one is may be asked by everybody (Service Authorization Reference). */
const ACCESS: Service["access"] = {
  GetCallerIdentity: () => [],
  AssumeRole: () => [],
  GetSessionToken: () => [],
  GetAccessKeyInfo: () => demand("sts:GetAccessKeyInfo", "*"),
};
