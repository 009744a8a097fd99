// What the engine asks of IAM: nobody takes a role that does not trust them, no role does what it was not allowed.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { Access } from "../../../src/engine/access/access.ts";
import { createIamService } from "../../../src/engine/iam/service.ts";
import { matchesWildcard } from "../../../src/engine/iam/wildcard.ts";
import type { Call } from "../../../src/engine/service.ts";
import { Store } from "../../../src/engine/store.ts";
import { Sessions } from "../../../src/engine/sts/sessions.ts";

const GROUP = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/ops-local";
const ROLE = "arn:aws:iam::000000000000:role/scheduler";
const SCHEDULER = "scheduler.amazonaws.com";

function roleWith(trust: object, policies: readonly object[] = [], attached: readonly string[] = []) {
  const context = {
    store: Store.open(":memory:"),
    clock: new VirtualClock(0),
    random: systemRandom,
    account: "000000000000",
    region: "us-east-1",
    origin: () => "",
  };
  const iam = createIamService(context);
  const ask = (operation: string, input: object) => iam.service.operations[operation]?.(input, {} as Call);
  const RoleName = "scheduler";
  ask("CreateRole", { RoleName, AssumeRolePolicyDocument: JSON.stringify({ Statement: trust }) });
  for (const [index, Statement] of policies.entries()) {
    ask("PutRolePolicy", { RoleName, PolicyName: `p${index}`, PolicyDocument: JSON.stringify({ Statement }) });
  }
  for (const PolicyArn of attached) ask("AttachRolePolicy", { RoleName, PolicyArn });
  return new Access({ context, sessions: new Sessions(context), rights: iam.rights, enforced: true });
}

const mayInvoke = (access: Access, resource: string) =>
  access.roleDenial(ROLE, "session", { action: "lambda:InvokeFunction", resource }) === undefined;

const trust = (more: object = {}) => ({
  Effect: "Allow",
  Principal: { Service: SCHEDULER },
  Action: "sts:AssumeRole",
  ...more,
});
const bound = (operator: string, value: unknown, key = "aws:SourceArn") =>
  trust({ Condition: { [operator]: { [key]: value } } });

describe("trust", () => {
  test.each<[string, object, boolean]>([
    ["the service by name", trust(), true],
    ["the service among others", trust({ Principal: { Service: ["lambda.amazonaws.com", SCHEDULER] } }), true],
    ["anyone", trust({ Principal: "*" }), true],
    ["another service", trust({ Principal: { Service: "lambda.amazonaws.com" } }), false],
    ["an account", trust({ Principal: { AWS: SCHEDULER } }), false],
    ["another action", trust({ Action: "sts:TagSession" }), false],
    ["the group", bound("ArnEquals", GROUP), true],
    ["the group among others", bound("StringEquals", ["arn:x", GROUP]), true],
    ["any group by pattern", bound("ArnLike", "arn:aws:scheduler:*:000000000000:schedule-group/*"), true],
    ["a pattern that reaches over a colon", bound("ArnLike", "arn:aws:scheduler:*:schedule-group/*"), false],
    ["another group", bound("ArnEquals", `${GROUP}-2`), false],
    ["the account, key in other case", bound("StringEquals", "000000000000", "AWS:sourceaccount"), true],
    ["another account", bound("StringEquals", "111111111111", "aws:SourceAccount"), false],
    ["every account but ours", bound("StringNotEquals", "000000000000", "aws:SourceAccount"), false],
    ["a key the request lacks", bound("StringEquals", "x", "aws:PrincipalOrgID"), false],
    ["a key the request may lack", bound("StringEqualsIfExists", "x", "aws:PrincipalOrgID"), true],
    ["another address", bound("IpAddress", "10.0.0.0/8", "aws:SourceIp"), false],
    ["all, but denies the service", [trust({ Principal: "*" }), trust({ Effect: "Deny" })], false],
  ])("is not given to another: %s", (_what, statements, expected) => {
    expect(roleWith(statements).trusts(ROLE, SCHEDULER, GROUP)).toBe(expected);
  });

  test("is not given to a role that does not exist", () => {
    expect(roleWith(trust()).trusts(`${ROLE}2`, SCHEDULER, GROUP)).toBe(false);
  });
});

describe("permission", () => {
  const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:ops-local-report";
  const allow = (Action: unknown, Resource: unknown) => ({ Effect: "Allow", Action, Resource });
  const deny = (Action: string, Resource: string) => ({ Effect: "Deny", Action, Resource });

  test.each<[string, object[], boolean]>([
    ["nothing", [], false],
    ["the action on all", [allow("lambda:InvokeFunction", "*")], true],
    ["the action in other case", [allow("LAMBDA:invokefunction", "*")], true],
    ["all of the service", [allow(["sqs:SendMessage", "lambda:*"], [`${FUNCTION}:*`])], true],
    ["the function but not its alias", [allow("lambda:InvokeFunction", FUNCTION)], false],
    ["all but the action", [{ Effect: "Allow", NotAction: "lambda:InvokeFunction", Resource: "*" }], false],
    ["all but another resource", [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::x" }], true],
    ["and denies in another policy", [allow("*", "*"), deny("lambda:Invoke*", "*")], false],
  ])("is not assumed: a role that is allowed %s", (_what, statements, expected) => {
    expect(mayInvoke(roleWith(trust(), statements), `${FUNCTION}:live`)).toBe(expected);
  });

  test("is not refused by a policy of AWS's own, unless another denies", () => {
    const attached = ["arn:aws:iam::aws:policy/service-role/AWSLambdaRole"];
    expect(mayInvoke(roleWith(trust(), [], attached), FUNCTION)).toBe(true);
    const denied = roleWith(trust(), [deny("lambda:*", "*")], attached);
    expect(mayInvoke(denied, FUNCTION)).toBe(false);
  });
});

test("a wildcard does not match other than the regular expression it stands for", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":"), maxLength: 12 });
  fc.assert(
    fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 12 }), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
      expect(matchesWildcard(pattern, text)).toBe(expression.test(text));
    }),
  );
});
