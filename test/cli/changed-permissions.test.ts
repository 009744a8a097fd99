// What a plan shows of a policy that changes: what is given and what is taken, and nothing that stays.
import { expect, test } from "vitest";
import { changedPermissions } from "../../src/cli/render/changed-permissions.ts";

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const QUEUE = allow(["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:1:q"]);

test("a target that comes to a long list does not hide behind the others", () => {
  const targets = Array.from({ length: 40 }, (_, index) => `arn:aws:lambda:us-east-1:1:function:f-${index}:live`);
  const [from, to] = [targets.slice(1), targets.slice(0, -1)].map((some) =>
    policy(allow(["lambda:InvokeFunction"], some), QUEUE),
  );
  expect(changedPermissions(from, to)).toEqual([
    "+ allow lambda:InvokeFunction on arn:aws:lambda:us-east-1:1:function:f-0:live",
    "- allow lambda:InvokeFunction on arn:aws:lambda:us-east-1:1:function:f-39:live",
  ]);
});

test("actions that come together are not taken apart, nor a condition or a principal left out", () => {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  expect(changedPermissions(policy(), policy(allow(["s3:GetObject", "s3:PutObject"], "*")))).toEqual([
    "+ allow s3:GetObject, s3:PutObject on *",
  ]);
  expect(changedPermissions(policy(trust), policy())).toEqual([
    '- allow sts:AssumeRole {"Principal":{"Service":"lambda.amazonaws.com"}}',
  ]);
  const only = { Condition: { StringEquals: { "aws:SourceAccount": "1" } } };
  expect(changedPermissions(policy(allow("a:B", "*")), policy(allow("a:B", "*", only)))).toEqual([
    '+ allow a:B on * {"Condition":{"StringEquals":{"aws:SourceAccount":"1"}}}',
    "- allow a:B on *",
  ]);
});

test("a long list of changes does not fill the screen", () => {
  const many = Array.from({ length: 30 }, (_, index) => `arn:aws:s3:::bucket-${index}`);
  const lines = changedPermissions(policy(), policy(allow("s3:PutObject", many))) ?? [];
  expect(lines).toHaveLength(13);
  expect(lines.at(-1)).toBe("… and 18 more");
});

test.each([
  ["no policy", "text", policy()],
  ["nothing", null, null],
  ["the same in another order", policy(QUEUE, allow("a:B", "*")), policy(allow("a:B", "*"), QUEUE)],
])("does not make up a difference of %s", (_name, from, to) => {
  expect(changedPermissions(from, to)).toBeUndefined();
});
