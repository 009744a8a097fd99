// STS: who is calling, and credentials for a while.
import { IAM_SCHEMA } from "../iam/schema.ts";
import type { Call, EngineContext, Service } from "../service.ts";
import { assumeRole } from "./assume-role.ts";
import { identityOf, openSession, type Sts } from "./identity.ts";
import { STS_SCHEMA } from "./schema.ts";

/** API Reference, GetSessionToken. */
const DEFAULT_SESSION_SECONDS = 43_200;

export function createStsService(context: EngineContext): { readonly service: Service } {
  const { store, clock, random, account } = context;
  store.define(IAM_SCHEMA);
  store.define(STS_SCHEMA);
  const sts: Sts = { store, clock, random, account };
  const operations = {
    GetCallerIdentity(_input: object, call: Call) {
      const { userId, arn } = identityOf(sts, call);
      return { UserId: userId, Account: account, Arn: arn };
    },
    AssumeRole: assumeRole(sts),
    GetSessionToken(input: { readonly DurationSeconds?: number }, call: Call) {
      const seconds = input.DurationSeconds ?? DEFAULT_SESSION_SECONDS;
      return { Credentials: openSession(sts, identityOf(sts, call), seconds) };
    },
    GetAccessKeyInfo: () => ({ Account: account }),
  };
  return { service: { name: "sts", operations } };
}
