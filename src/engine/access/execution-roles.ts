// The roles of functions, as Lambda sees them: who may be taken, what they may do, and the keys of their sessions.
import type { RightsOfRoles } from "../iam/role-rights.ts";
import type { ExecutionRoles } from "../lambda/roles.ts";
import type { EngineContext } from "../service.ts";
import type { Sessions } from "../sts/sessions.ts";
import type { Access } from "./access.ts";

const LAMBDA = "lambda.amazonaws.com";

export function executionRoles(
  { region, account }: Pick<EngineContext, "region" | "account">,
  access: Access,
  sessions: Sessions,
  rights: RightsOfRoles,
): ExecutionRoles {
  const assumable = (roleArn: string) => access.trusts(roleArn, LAMBDA);
  const arnOf = (functionName: string) => `arn:aws:lambda:${region}:${account}:function:${functionName}`;
  return {
    assumable,
    denial: (roleArn, functionName, action, resource) => access.roleDenial(roleArn, functionName, { action, resource }),
    revision: () => rights.revision,
    keysOf(roleArn, functionName) {
      if (!assumable(roleArn)) return undefined;
      // With permissions off a role need not exist.
      const role = rights.of(roleArn)?.role ?? { arn: roleArn, id: "AROALAMPLIGHTERLOCAL" };
      return sessions.ofFunction(role, functionName, arnOf(functionName));
    },
    endKeysOf: (functionName) => sessions.endOfFunction(arnOf(functionName)),
  };
}
