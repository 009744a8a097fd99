// Whom a role trusts is one side only: what the caller's own policies deny is denied, and a trust policy's conditions see
// the whole request.
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AccessBench, openAccessBench, policy, SESSION } from "../access/access-bench.ts";

const ACCOUNT = "000000000000";
const CALLER = `arn:aws:iam::${ACCOUNT}:role/job`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const TAKEN = `arn:aws:iam::${ACCOUNT}:role/taken`;
const TAKE = { Action: "sts:AssumeRole", Resource: TAKEN };
let bench: AccessBench;
let iam: IAMClient;

beforeAll(async () => {
  bench = await openAccessBench({ fire: false });
  iam = new IAMClient(bench.owner);
  await iam.send(new CreateRoleCommand({ RoleName: "taken", AssumeRolePolicyDocument: trustIn(CALLER) }));
});
afterAll(async () => {
  iam.destroy();
  await bench.close();
});
beforeEach(() => trusts(trustIn(CALLER)));

const trustIn = (AWS: string, Condition?: object) =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", ...(Condition ? { Condition } : {}) });

const trusts = (PolicyDocument: string) =>
  iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "taken", PolicyDocument }));

async function take(signing = bench.role, more: Partial<AssumeRoleCommandInput> = {}) {
  const client = new STSClient(signing);
  try {
    return await client.send(new AssumeRoleCommand({ RoleArn: TAKEN, RoleSessionName: "night", ...more }));
  } finally {
    client.destroy();
  }
}

async function sessionOf(input: Pick<AssumeRoleCommandInput, "RoleArn"> & Partial<AssumeRoleCommandInput>) {
  const { Credentials } = await take(bench.owner, input);
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = Credentials ?? {};
  return {
    ...bench.role,
    credentials: { accessKeyId, secretAccessKey, sessionToken: Credentials?.SessionToken ?? "" },
  };
}

const denied = (why: string) => ({
  name: "AccessDenied",
  message: `User: ${SESSION} is not authorized to perform: sts:AssumeRole on resource: ${TAKEN} ${why}`,
});

test("an identity policy's explicit deny is not overruled by a trust policy that names the role", async () => {
  await expect(take()).resolves.toBeDefined();
  await bench.allow({ Effect: "Deny", ...TAKE });
  await expect(take()).rejects.toMatchObject(denied("with an explicit deny in an identity-based policy"));
  await trusts(trustIn(SESSION));
  await expect(take()).rejects.toMatchObject(denied("with an explicit deny in an identity-based policy"));
  await bench.allow();
});

test.each([
  ["denies it", "Deny", "with an explicit deny in a permissions boundary"],
  ["is silent on it", undefined, "because no permissions boundary allows the sts:AssumeRole action"],
])("a permissions boundary that %s is not overruled by one that names the role", async (label, Effect, why) => {
  const name = label.replaceAll(" ", "-");
  const statements = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }, ...(Effect ? [{ Effect, ...TAKE }] : [])];
  const boundary = new CreatePolicyCommand({ PolicyName: name, PolicyDocument: policy(...statements) });
  const PermissionsBoundary = (await iam.send(boundary)).Policy?.Arn;
  const AssumeRolePolicyDocument = trustIn(ROOT);
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument, PermissionsBoundary }));
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  await trusts(trustIn(RoleArn));
  await expect(take(await sessionOf({ RoleArn }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining(why),
  });
});

test("a session policy's explicit deny is not overruled by it", async () => {
  const Policy = policy({ Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Deny", ...TAKE });
  const session = await sessionOf({ RoleArn: CALLER, RoleSessionName: "run", Policy });
  await expect(take(session)).rejects.toMatchObject(denied("with an explicit deny in a session policy"));
});

test("a trust policy that names the account does not do without the caller's own", async () => {
  await trusts(trustIn(ROOT));
  const why = "because no identity-based policy allows the sts:AssumeRole action";
  await expect(take()).rejects.toMatchObject(denied(why));
  await bench.allow({ Effect: "Allow", ...TAKE });
  await expect(take()).resolves.toBeDefined();
  await bench.allow();
});

test("a trust policy's explicit deny holds for the account's owner too", async () => {
  const allow = { Effect: "Allow", Principal: { AWS: ROOT }, Action: "sts:AssumeRole" };
  await trusts(policy(allow, { ...allow, Effect: "Deny" }));
  await expect(take(bench.owner)).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("with an explicit deny in a resource-based policy"),
  });
});

test.each<[string, Record<string, Record<string, string>>]>([
  ["the caller's tags", { StringEquals: { "aws:PrincipalTag/team": "ops" } }],
  ["the role's own tags", { StringEquals: { "aws:ResourceTag/team": "billing" } }],
  ["the time", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }],
  ["the caller's name", { ArnEquals: { "aws:PrincipalArn": CALLER } }],
  ["where it comes from", { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }],
  ["the name it takes", { StringEquals: { "sts:RoleSessionName": "night" } }],
  ["the caller's own session", { StringLike: { "aws:userid": "*:run" } }],
])("a trust policy's condition on %s does not fail for want of the key", async (_what, Condition) => {
  const Tags = [{ Key: "team", Value: "ops" }];
  await iam.send(new TagRoleCommand({ RoleName: "job", Tags }));
  await iam.send(new TagRoleCommand({ RoleName: "taken", Tags: [{ Key: "team", Value: "billing" }] }));
  await trusts(trustIn(CALLER, Condition));
  await expect(take()).resolves.toBeDefined();
  const [[operator = "", keys = {}] = []] = Object.entries(Condition);
  const [[key = ""] = []] = Object.entries(keys);
  const other = operator.startsWith("Date") ? "2999-01-01T00:00:00Z" : operator.startsWith("Ip") ? "10.0.0.1" : "other";
  await trusts(trustIn(CALLER, { [operator]: { [key]: operator.startsWith("Arn") ? TAKEN : other } }));
  await expect(take()).rejects.toMatchObject({ name: "AccessDenied" });
});
