// The roles of an account in one answer: nothing in it may differ from what each role says by itself.
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

let engine: Engine;
let iam: IAMClient;

beforeEach(async () => {
  engine = await startEngine({ directory: ":memory:", clock: new VirtualClock(Date.UTC(2027, 2, 1, 6)) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  iam = new IAMClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

afterEach(async () => {
  iam.destroy();
  await engine.close();
});

const documentOf = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const TRUST = documentOf({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
const WORK = documentOf({ Action: "s3:GetObject", Resource: "arn:aws:s3:::bücket/*" });
const create = (RoleName: string, more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
const details = (input: GetAccountAuthorizationDetailsCommandInput) =>
  iam.send(new GetAccountAuthorizationDetailsCommand(input));

test("no role's trust, policies or tags differ from what GetRole and GetRolePolicy say", async () => {
  await create("report", { Description: "not shown here", Tags: [{ Key: "lamplighter:app", Value: "acme" }] });
  await iam.send(new PutRolePolicyCommand({ RoleName: "report", PolicyName: "work", PolicyDocument: WORK }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "more", PolicyDocument: WORK }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: "report", PolicyArn: Policy?.Arn }));
  const { RoleDetailList, Policies, IsTruncated } = await details({ Filter: ["Role"] });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "report" }));
  const inline = await iam.send(new GetRolePolicyCommand({ RoleName: "report", PolicyName: "work" }));
  const { Description: _, MaxSessionDuration: __, ...shown } = Role ?? {};
  expect(RoleDetailList).toEqual([
    {
      ...shown,
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: "work", PolicyDocument: inline.PolicyDocument }],
      AttachedManagedPolicies: [{ PolicyName: "more", PolicyArn: Policy?.Arn }],
    },
  ]);
  expect(Policies).toEqual([]);
  expect(IsTruncated).toBe(false);
});

test("no role is skipped or repeated between pages", async () => {
  for (const name of ["c", "a", "d", "b"]) await create(name);
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await details({ Filter: ["Role"], MaxItems: 3, Marker });
    names.push(...(page.RoleDetailList ?? []).map(({ RoleName }) => RoleName));
    Marker = page.Marker;
    expect(page.IsTruncated).toBe(Marker !== undefined);
  } while (Marker);
  expect(names).toEqual(["a", "b", "c", "d"]);
});

test("no kind that was not asked for is shown, and without a filter none is missing", async () => {
  await create("report");
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "more", PolicyDocument: WORK }));
  const PolicyArn = Policy?.Arn ?? "";
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  const managed = [expect.objectContaining({ Arn: PolicyArn, PolicyVersionList: [PolicyVersion] })];
  expect(await details({ Filter: ["LocalManagedPolicy"] })).toMatchObject({ RoleDetailList: [], Policies: managed });
  expect(await details({ Filter: ["User", "AWSManagedPolicy"] })).toMatchObject({ RoleDetailList: [], Policies: [] });
  const whole = await details({});
  expect(whole.RoleDetailList?.map(({ RoleName }) => RoleName)).toEqual(["report"]);
  expect(whole.Policies).toEqual(managed);
});
