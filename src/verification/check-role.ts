// The checks of a role: it is there, it is trusted for the right service and only for us, it may do what its work needs.
import type { PolicyDocument } from "../desired/resource.ts";
import { type Check, ng, ok, skip } from "./check.ts";
import type { Reading, RoleFacts } from "./evidence.ts";
import { may, type Need } from "./policy/may.ts";
import { listOf } from "./policy/patterns.ts";
import { type Caller, trusts } from "./policy/trusts.ts";

export interface RoleNeeds {
  readonly caller: Caller;
  /** What the role has to be allowed. */
  readonly policy: PolicyDocument;
  readonly own: boolean;
}

export function checkRole(role: Reading<RoleFacts>, { caller, policy, own }: RoleNeeds): readonly Check[] {
  const mend = own ? "lamp sync" : "add it to the role, which is not ours to change";
  if (role.kind === "absent")
    return [ng("exists", "there is no such role", own ? "lamp sync" : "create it, or leave `role` out")];
  if (role.kind === "unreadable") return [skip("exists", role.reason)];
  const needs = listOf(policy.Statement).flatMap((one) =>
    listOf(one["Action"] as string).flatMap((action) =>
      listOf(one["Resource"] as string).map((resource) => ({ action, resource, condition: one["Condition"] })),
    ),
  );
  return [
    ok("exists"),
    trustCheck(role.value, caller, mend),
    ...needs.map((need) => permissionCheck(role.value, need, mend)),
  ];
}

function trustCheck({ trust }: RoleFacts, caller: Caller, mend: string): Check {
  const check = `trusted for ${caller.service}`;
  const keys = Object.entries(caller.context)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  switch (trusts(trust, caller)) {
    case "trusted":
      return ok(check, keys && `only with ${keys}`);
    case "unbound":
      return ng(
        check,
        `whoever uses ${caller.service} may act with it: the trust policy is not bound to ${keys}`,
        mend,
      );
    case "depends":
      return skip(check, "the trust policy has conditions that only AWS can answer");
    case "refused":
      return ng(check, `the trust policy does not let ${caller.service} assume it${keys && ` with ${keys}`}`, mend);
  }
}

export function permissionCheck(role: RoleFacts, need: Need, mend: string): Check {
  const check = `${need.action} on ${need.resource}`;
  switch (may(role, need)) {
    case "allowed":
      return ok(check);
    case "depends":
      return skip(check, "a statement has conditions that only the call itself can answer");
    case "denied":
      return ng(check, "a statement denies it", `take the Deny away; ${mend}`);
    case "silent":
      return ng(check, "no policy of the role, or not its boundary, allows it", mend);
  }
}
