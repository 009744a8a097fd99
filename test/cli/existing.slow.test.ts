// Existing roles, queues and functions: looked at before something is made to rest on them, and never changed.
import { join } from "node:path";
import { CreateRoleCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startEngine } from "../../src/engine/engine.ts";
import { HELLO, project } from "./lamp.ts";

const ACCOUNT = "000000000000";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/workers`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:letters`;
const FILE = `app: acme
jobs:
  ours: {schedule: "0 6 * * *", handler: jobs/hello.ts, role: "${ROLE}", deadLetter: "${QUEUE}"}
  theirs: {schedule: "0 7 * * *", function: billing}
`;

async function prepare(folder: string, service: string, actions: readonly string[]): Promise<string> {
  const engine = await startEngine({ directory: join(folder, ".lamp"), fire: false });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const place = { endpoint: engine.endpoint, region: "us-east-1", credentials };
  const [iam, sqs] = [new IAMClient(place), new SQSClient(place)];
  const RoleName = "workers";
  const document = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } });
  const AssumeRolePolicyDocument = document({ Principal: { Service: service }, Action: "sts:AssumeRole" });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })).catch(() => {});
  const PolicyDocument = document({ Action: actions, Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "theirs", PolicyDocument }));
  await sqs.send(new CreateQueueCommand({ QueueName: "letters" }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  for (const client of [iam, sqs]) client.destroy();
  await engine.close();
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
}

type Plan = { readonly actions: readonly { kind: string; name: string; warnings: readonly string[] }[] };
const warningsIn = (out: string): readonly string[] =>
  (JSON.parse(out) as Plan).actions.flatMap(({ warnings }) => warnings);

test("what is not there is said before anything is made to rest on it", async () => {
  const { lamp } = project({ "jobs.yaml": FILE, "jobs/hello.ts": HELLO });
  const said = warningsIn((await lamp("plan", "--json")).out).join("\n");
  expect(said).toContain(`role ${ROLE}: exists: there is no such role; create it, or leave \`role\` out`);
  expect(said).toMatch(/queue arn:aws:sqs:us-east-1:0+:letters: exists: .*create it, or correct `deadLetter`/);
  expect(said).toMatch(
    /function arn:aws:lambda:us-east-1:0+:function:billing: exists: .*deploy it, or correct `function`/,
  );
});

test("a role that lacks what a run needs is said to, and is not changed", { timeout: 30_000 }, async () => {
  const { lamp, folder } = project({ "jobs.yaml": FILE, "jobs/hello.ts": HELLO });
  const trust = await prepare(folder, "lambda.amazonaws.com", ["logs:*", "sqs:SendMessage", "dynamodb:GetItem"]);
  const said = warningsIn((await lamp("plan", "--json")).out).filter((text) => text.startsWith("role "));
  expect(said.map((text) => text.split(": ")[1])).toEqual([
    `dynamodb:PutItem on arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/acme-local-ledger`,
    `dynamodb:UpdateItem on arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/acme-local-ledger`,
  ]);
  expect((await lamp("sync")).code).toBe(0);
  expect(warningsIn((await lamp("plan", "--json")).out)).toEqual([]);
  const verified = await lamp("verify");
  expect([verified.code, verified.out]).toEqual([1, expect.stringContaining("dynamodb:UpdateItem")]);
  expect((await lamp("destroy", "--yes")).code).toBe(0);
  expect(await prepare(folder, "nobody", ["logs:*"])).toBe(trust);
});

test("a role that Lambda may not take is said to be so", async () => {
  const { lamp, folder } = project({ "jobs.yaml": FILE, "jobs/hello.ts": HELLO });
  await prepare(folder, "ec2.amazonaws.com", ["*"]);
  const said = warningsIn((await lamp("plan", "--json")).out).filter((text) => text.startsWith("role "));
  expect(said.join("\n")).toMatch(/trusted for lambda\.amazonaws\.com: the trust policy does not let/);
});
