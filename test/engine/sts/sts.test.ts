// STS through the SDK: a caller is who its key says, and takes only roles that trust it.
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
const region = "us-east-1";
const local = { accessKeyId: "local", secretAccessKey: "local" };
let engine: Engine;
let sts: STSClient;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", clock });
  sts = new STSClient({ endpoint: engine.endpoint, region, credentials: local, maxAttempts: 1 });
  const iam = new IAMClient({ endpoint: engine.endpoint, region, credentials: local, maxAttempts: 1 });
  const trust = (Principal: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Principal, Action: "sts:AssumeRole" } });
  const operator = trust({ AWS: "arn:aws:iam::000000000000:root" });
  const service = trust({ Service: "lambda.amazonaws.com" });
  await iam.send(new CreateRoleCommand({ RoleName: "operator", AssumeRolePolicyDocument: operator }));
  await iam.send(new CreateRoleCommand({ RoleName: "function", AssumeRolePolicyDocument: service }));
  iam.destroy();
});

afterAll(async () => {
  sts.destroy();
  await engine.close();
});

const assume = (role: string, more: object = {}) =>
  sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::000000000000:role/${role}`, RoleSessionName: "night", ...more }),
  );

async function callerOf(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const client = new STSClient({ endpoint: engine.endpoint, region, credentials, maxAttempts: 1 });
  try {
    return await client.send(new GetCallerIdentityCommand({}));
  } finally {
    client.destroy();
  }
}

test("a caller is not left without account and ARN", async () => {
  expect(await callerOf(local)).toMatchObject({
    Account: "000000000000",
    Arn: "arn:aws:iam::000000000000:user/local",
  });
});

test("a role that was taken is not forgotten before it expires, and not remembered after", async () => {
  const { Credentials, AssumedRoleUser } = await assume("operator", { DurationSeconds: 900 });
  expect(Credentials?.Expiration).toEqual(new Date(clock.now() + 900_000));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = Credentials ?? {};
  const credentials = { accessKeyId, secretAccessKey, sessionToken: Credentials?.SessionToken ?? "" };
  const session = "arn:aws:sts::000000000000:assumed-role/operator/night";
  expect(AssumedRoleUser?.Arn).toBe(session);
  expect(await callerOf(credentials)).toMatchObject({ Arn: session, UserId: AssumedRoleUser?.AssumedRoleId });
  await clock.advanceTo(clock.now() + 900_000);
  await expect(callerOf(credentials)).rejects.toMatchObject({
    name: "ExpiredToken",
    message: "The security token included in the request is expired",
    $metadata: { httpStatusCode: 403 },
  });
});

test.each([
  ["a key nobody was given", { accessKeyId: "ASIAFORGEDFORGED", secretAccessKey: "x", sessionToken: "x" }],
  ["a key without its token", { secretAccessKey: "x" }],
  ["a key with another's token", { secretAccessKey: "x", sessionToken: "x" }],
])("is not taken for a session: %s", async (_what, forged) => {
  const { Credentials } = await assume("operator");
  await expect(callerOf({ accessKeyId: Credentials?.AccessKeyId ?? "", ...forged })).rejects.toMatchObject({
    name: "InvalidClientTokenId",
    message: "The security token included in the request is invalid",
    $metadata: { httpStatusCode: 403 },
  });
});

test.each(["function", "missing"])("the role %s is not given to a user it does not trust", async (role) => {
  await expect(assume(role)).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
});

test("a session is not longer than the role allows", async () => {
  await expect(assume("operator", { DurationSeconds: 3_601 })).rejects.toMatchObject({ name: "ValidationError" });
});

test("a session token is not somebody else's", async () => {
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = Credentials ?? {};
  const sessionToken = Credentials?.SessionToken ?? "";
  expect((await callerOf({ accessKeyId, secretAccessKey, sessionToken })).Arn).toBe(
    "arn:aws:iam::000000000000:user/local",
  );
});
