// Roles through the SDK: what is stored comes back as it was, and what IAM refuses is refused.
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

const NOW = Date.UTC(2027, 2, 1, 6);
let engine: Engine;
let iam: IAMClient;

beforeEach(async () => {
  engine = await startEngine({ directory: ":memory:", clock: new VirtualClock(NOW) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  iam = new IAMClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

afterEach(async () => {
  iam.destroy();
  await engine.close();
});

const statement = (members: object) => JSON.stringify({ Version: "2012-10-17", Statement: [members] });
const trustOf = (Service: string) => statement({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
const TRUST = trustOf("lambda.amazonaws.com");
const may = (Action: string, Resource = "*") => statement({ Effect: "Allow", Action, Resource });

const create = (RoleName: string, more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
const roleOf = async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role;
const put = (RoleName: string, PolicyName: string, PolicyDocument: string) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));

describe("a role", () => {
  test("does not come back different from what was created", async () => {
    const Tags = [{ Key: "lamplighter:app", Value: "acme ops" }];
    await create("ops-local-report", { Path: "/jobs/", Description: "Grüße & <tags>", Tags });
    const role = await roleOf("ops-local-report");
    expect(role).toMatchObject({
      Arn: "arn:aws:iam::000000000000:role/jobs/ops-local-report",
      Path: "/jobs/",
      Description: "Grüße & <tags>",
      MaxSessionDuration: 3_600,
      CreateDate: new Date(NOW),
      Tags,
    });
    expect(role?.RoleId).toMatch(/^AROA[0-9A-F]{17}$/);
    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22%3A%222012-10-17%22/);
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);
  });

  test("is not made twice, also not in other case", async () => {
    await create("Report");
    await expect(create("report")).rejects.toMatchObject({
      name: "EntityAlreadyExistsException",
      $metadata: { httpStatusCode: 409 },
    });
  });

  test("does not lose what an update leaves out", async () => {
    await create("report", { Description: "before", MaxSessionDuration: 7_200 });
    await iam.send(new UpdateRoleCommand({ RoleName: "report", Description: "after" }));
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: "report", PolicyDocument: trustOf("scheduler.amazonaws.com") }),
    );
    const role = await roleOf("report");
    expect(role).toMatchObject({ Description: "after", MaxSessionDuration: 7_200 });
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "")).toContain("scheduler.amazonaws.com");
  });

  test("is not found after it was deleted, and not deleted while it has policies", async () => {
    await create("report");
    await put("report", "work", may("s3:GetObject", "arn:aws:s3:::bucket/*"));
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    await iam.send(new AttachRolePolicyCommand({ RoleName: "report", PolicyArn }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName: "report" }));
    await expect(remove()).rejects.toMatchObject({ name: "DeleteConflictException" });
    await iam.send(new DetachRolePolicyCommand({ RoleName: "report", PolicyArn }));
    await expect(remove()).rejects.toThrow("must delete policies first");
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "report", PolicyName: "work" }));
    await remove();
    await expect(roleOf("report")).rejects.toMatchObject({ name: "NoSuchEntityException" });
    await expect(remove()).rejects.toMatchObject({ name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } });
  });

  test("is not skipped or repeated between pages, and only its own path is listed", async () => {
    for (const name of ["c", "a", "d", "b"]) await create(name, { Path: "/ops/" });
    await create("elsewhere");
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListRolesCommand({ PathPrefix: "/ops/", MaxItems: 3, Marker }));
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
      Marker = page.Marker;
      expect(page.IsTruncated).toBe(Marker !== undefined);
    } while (Marker);
    expect(names).toEqual(["a", "b", "c", "d"]);
  });

  test("does not lose other tags when one is added or taken", async () => {
    await create("report", { Tags: [{ Key: "app", Value: "ops" }] });
    const added = [
      { Key: "APP", Value: "new" },
      { Key: "env", Value: "" },
      { Key: "owner", Value: "me" },
    ];
    await iam.send(new TagRoleCommand({ RoleName: "report", Tags: added }));
    await iam.send(new UntagRoleCommand({ RoleName: "report", TagKeys: ["owner"] }));
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName: "report" }));
    expect(Tags).toEqual([
      { Key: "app", Value: "new" },
      { Key: "env", Value: "" },
    ]);
  });

  test.each<[string, object, string]>([
    ["a name too long", { RoleName: "r".repeat(65) }, "ValidationError"],
    ["a path without its last slash", { Path: "/jobs" }, "ValidationError"],
    ["trust that is no JSON", { AssumeRolePolicyDocument: "{" }, "MalformedPolicyDocumentException"],
    [
      "trust without principal",
      { AssumeRolePolicyDocument: may("sts:AssumeRole") },
      "MalformedPolicyDocumentException",
    ],
    [
      "trust for another action",
      { AssumeRolePolicyDocument: TRUST.replace("sts:AssumeRole", "s3:GetObject") },
      "MalformedPolicyDocumentException",
    ],
    [
      "trust beyond 2,048 characters",
      { AssumeRolePolicyDocument: trustOf(`${"x".repeat(2_000)}.amazonaws.com`) },
      "LimitExceededException",
    ],
  ])("is not made with %s", async (_what, more, name) => {
    await expect(create("report", more)).rejects.toMatchObject({ name });
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  });
});

describe("an inline policy", () => {
  beforeEach(async () => {
    await create("report");
  });

  test("does not come back different, nor stay beside its replacement", async () => {
    const spaced = `${may("logs:PutLogEvents")}\n  `;
    await put("report", "work", may("s3:GetObject"));
    await put("report", "work", spaced);
    await put("report", "also", may("sqs:SendMessage"));
    const got = await iam.send(new GetRolePolicyCommand({ RoleName: "report", PolicyName: "work" }));
    expect(decodeURIComponent(got.PolicyDocument ?? "")).toBe(spaced);
    const listed = await iam.send(new ListRolePoliciesCommand({ RoleName: "report" }));
    expect(listed).toMatchObject({ PolicyNames: ["also", "work"], IsTruncated: false });
  });

  test.each<[string, string]>([
    ["no JSON", "nonsense"],
    ["an array", "[]"],
    ["an unknown version", JSON.stringify({ Version: "2020-01-01", Statement: [] })],
    ["a principal", TRUST],
    ["no resource", statement({ Effect: "Allow", Action: "s3:GetObject" })],
    ["no action", statement({ Effect: "Allow", Resource: "*" })],
    ["a misspelt effect", statement({ Effect: "allow", Action: "s3:GetObject", Resource: "*" })],
    ["an action without its service", may("GetObject")],
    ["a resource that is no ARN", may("s3:GetObject", "bucket/*")],
  ])("is not stored with %s", async (_what, document) => {
    await expect(put("report", "work", document)).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("is not stored when all of the role's would be beyond 10,240 characters", async () => {
    const long = (letter: string) => may("s3:GetObject", `arn:aws:s3:::bucket/${letter.repeat(6_000)}`);
    await put("report", "first", long("a"));
    await put("report", "first", long("b"));
    await expect(put("report", "second", long("c"))).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});

test("a managed policy is not deleted while a role has it, and not attached when it does not exist", async () => {
  await create("report");
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: may("s3:GetObject") }));
  const PolicyArn = made.Policy?.Arn ?? "";
  const attach = (arn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: "report", PolicyArn: arn }));
  await attach(PolicyArn);
  await attach(PolicyArn);
  await expect(attach(`${PolicyArn}-not`)).rejects.toMatchObject({ name: "NoSuchEntityException" });
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "report" }));
  expect(AttachedPolicies).toEqual([{ PolicyName: "read", PolicyArn }]);
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  expect(decodeURIComponent(version.PolicyVersion?.Document ?? "")).toBe(may("s3:GetObject"));
});
