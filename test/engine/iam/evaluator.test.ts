// The evaluator case by case: no role does what its policies do not allow, none is refused what they do.
import { describe, expect, test } from "vitest";
import { denialOf } from "../../../src/engine/iam/authorize.ts";
import { compilePolicy } from "../../../src/engine/iam/compile-policy.ts";
import type { Statement } from "../../../src/engine/iam/policy-document.ts";
import { contextOf } from "../../../src/engine/iam/request-context.ts";
import { CASES, type Case, ROLE, SESSION } from "./evaluator-cases.ts";

const NAMES = { session: SESSION, role: ROLE, account: "000000000000" };

function denial({ statements, version = "2012-10-17", boundary, resourcePolicy, ...asked }: Case): string | undefined {
  const compiled = (given: readonly object[]) => compilePolicy(given as readonly Statement[], version);
  const keys = Object.entries(asked.keys ?? {}).map(([key, value]) => [key.toLowerCase(), value] as const);
  const context = contextOf({ "aws:principalaccount": "000000000000", ...Object.fromEntries(keys) });
  const rights = { identity: compiled(statements), boundary: boundary && compiled([boundary]), session: undefined };
  const question = { action: asked.action ?? "", resource: asked.resource ?? "", context };
  const policy = resourcePolicy && compiled([resourcePolicy]);
  return denialOf(rights, NAMES, question, { policy, isNeeded: false });
}

describe("a role is not weighed wrongly", () => {
  test.each(CASES.map((each) => [each.name, each] as const))("%s", (_name, each) => {
    expect(denial(each) === undefined).toBe(each.allowed);
  });
});

describe("a refusal does not hide its reason", () => {
  const allow = { Effect: "Allow", Action: "*", Resource: "*" };
  const deny = { ...allow, Effect: "Deny" };
  const asked = { name: "", action: "s3:PutObject", resource: "arn:aws:s3:::b/k", allowed: false };
  test.each<[string, Partial<Case>]>([
    ["because no identity-based policy allows the s3:PutObject action", { statements: [] }],
    ["with an explicit deny in an identity-based policy", { statements: [allow, deny] }],
    ["because no permissions boundary allows the s3:PutObject action", { boundary: { ...allow, Action: "s3:Get*" } }],
    ["with an explicit deny in a permissions boundary", { boundary: deny }],
    ["with an explicit deny in a resource-based policy", { resourcePolicy: { ...deny, Principal: "*" } }],
  ])("%s", (reason, more) => {
    expect(denial({ ...asked, statements: [allow], ...more })).toBe(reason);
  });
});

test("a condition on a name that every object has does not find it in the request", () => {
  const Condition = { StringLike: { constructor: "*" } };
  const statements = [{ Effect: "Allow", Action: "*", Resource: "*", Condition }];
  expect(
    denial({ name: "", statements, action: "s3:PutObject", resource: "arn:aws:s3:::b/k", allowed: false }),
  ).toMatch(/no identity-based policy/);
});
