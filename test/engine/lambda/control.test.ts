// Lambda's control plane through the SDK: functions, versions, aliases, event settings, concurrency, policies, tags.
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, openBench, role, zipOf } from "./bench-of-functions.ts";

let bench: Bench;
let FunctionName = "";
let count = 0;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
const one = "export const handler = () => 1;";
const two = "export const handler = () => 2;";

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  FunctionName = `f${++count}`;
  await bench.create(FunctionName, one);
});

describe("a function", () => {
  test("becomes active, and carries Lambda's defaults", async () => {
    await waitUntilFunctionActiveV2({ client: bench.lambda, maxWaitTime: 5 }, { FunctionName });
    const { Configuration, Tags } = await bench.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject({
      FunctionArn: ARN + FunctionName,
      Timeout: 3,
      MemorySize: 128,
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: "PassThrough" },
      LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${FunctionName}` },
      PackageType: "Zip",
      Version: "$LATEST",
      State: "Active",
      LastUpdateStatus: "Successful",
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    });
    expect(Configuration).not.toHaveProperty("Environment");
    expect(Tags).toEqual({});
  });

  test.each([
    ["a name taken", {}, "ResourceConflictException"],
    [
      "a package that is no zip",
      { FunctionName: "new", Code: { ZipFile: Buffer.from("no zip") } },
      "InvalidParameterValueException",
    ],
    [
      "a file outside",
      { FunctionName: "new", Code: { ZipFile: zipOf({ "../out.mjs": "" }) } },
      "InvalidParameterValueException",
    ],
    ["layers", { FunctionName: "new", Layers: [`${ARN.replace("function:", "layer:")}l:1`] }, "NotImplemented"],
    ["an image", { FunctionName: "new", PackageType: "Image" as const }, "InvalidParameterValueException"],
    ["16 minutes", { FunctionName: "new", Timeout: 960 }, "InvalidParameterValueException"],
    [
      "a reserved variable",
      { FunctionName: "new", Environment: { Variables: { AWS_REGION: "x" } } },
      "InvalidParameterValueException",
    ],
    [
      "too many variables",
      { FunctionName: "new", Environment: { Variables: { LONG: "x".repeat(5_000) } } },
      "InvalidParameterValueException",
    ],
  ])("is not made with %s", async (_label, more, name) => {
    const input = {
      FunctionName,
      Role: role,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: zipOf({ "index.mjs": one }) },
    } as const;
    await expect(bench.lambda.send(new CreateFunctionCommand({ ...input, ...more }))).rejects.toMatchObject({ name });
    await expect(bench.lambda.send(new GetFunctionCommand({ FunctionName: "new" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("is not changed by an update that names an old revision, nor by a dry run", async () => {
    const before = await bench.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const ZipFile = zipOf({ "index.mjs": two });
    await expect(
      bench.lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName, ZipFile, RevisionId: "00000000-0000-4000-8000-000000000000" }),
      ),
    ).rejects.toMatchObject({ name: "PreconditionFailedException" });
    const dry = await bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, DryRun: true }));
    expect(dry.CodeSha256).not.toBe(before.CodeSha256);
    const after = await bench.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect([after.CodeSha256, after.RevisionId]).toEqual([before.CodeSha256, before.RevisionId]);
  });

  test("runs its new code after an update, not a warm copy of the old", async () => {
    expect((await bench.invoke(FunctionName)).answer).toBe(1);
    const ZipFile = zipOf({ "index.mjs": two });
    const updated = await bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    expect(updated.LastUpdateStatus).toBe("InProgress");
    await waitUntilFunctionUpdatedV2({ client: bench.lambda, maxWaitTime: 5 }, { FunctionName });
    expect((await bench.invoke(FunctionName)).answer).toBe(2);
  });

  test("keeps the settings an update leaves out, and replaces the environment whole", async () => {
    const change = (Variables: Record<string, string>) =>
      bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 60, MemorySize: 256 }));
    await change({ AA: "1", BB: "2" });
    expect(await change({ CC: "3" })).toMatchObject({
      Timeout: 60,
      MemorySize: 256,
      Environment: { Variables: { CC: "3" } },
    });
  });

  test("is gone with its versions, aliases and settings when deleted", async () => {
    await bench.lambda.send(new PublishVersionCommand({ FunctionName }));
    await bench.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    await bench.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    await bench.create(FunctionName, two);
    const { Versions } = await bench.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST"]);
    const { Aliases } = await bench.lambda.send(new ListAliasesCommand({ FunctionName }));
    expect(Aliases).toEqual([]);
  });

  test("is not missed in lists of more than a page", async () => {
    for (let n = 0; n < 51; n++) await bench.create(`many${n}`, one);
    const names: string[] = [];
    for (let Marker: string | undefined, first = true; first || Marker; first = false) {
      const page = await bench.lambda.send(new ListFunctionsCommand({ Marker }));
      names.push(...(page.Functions ?? []).map((f) => f.FunctionName ?? ""));
      Marker = page.NextMarker;
    }
    expect(names.filter((name) => name.startsWith("many"))).toHaveLength(51);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a version", () => {
  test("is not published twice of the same code and settings", async () => {
    const publish = () => bench.lambda.send(new PublishVersionCommand({ FunctionName }));
    expect([(await publish()).Version, (await publish()).Version]).toEqual(["1", "1"]);
    await bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    expect(await publish()).toMatchObject({ Version: "2", Timeout: 9, FunctionArn: `${ARN}${FunctionName}:2` });
    const ZipFile = zipOf({ "index.mjs": two });
    const updated = await bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }));
    expect(updated.Version).toBe("3");
    expect((await bench.invoke(`${FunctionName}:2`)).answer).toBe(1);
    expect((await bench.invoke(`${FunctionName}:3`)).answer).toBe(2);
  });

  test("is not deleted while an alias points at it", async () => {
    await bench.lambda.send(new PublishVersionCommand({ FunctionName }));
    await bench.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    const remove = () => bench.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
    await expect(remove()).rejects.toMatchObject({ name: "ResourceConflictException" });
    await bench.lambda.send(new DeleteAliasCommand({ FunctionName, Name: "live" }));
    await remove();
    await expect(bench.invoke(`${FunctionName}:1`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

test("an alias moves, and is neither made twice nor made for a version that is not there", async () => {
  await bench.lambda.send(new PublishVersionCommand({ FunctionName }));
  const alias = { FunctionName, Name: "live", FunctionVersion: "1" };
  expect(await bench.lambda.send(new CreateAliasCommand(alias))).toMatchObject({
    AliasArn: `${ARN}${FunctionName}:live`,
    FunctionVersion: "1",
  });
  await expect(bench.lambda.send(new CreateAliasCommand(alias))).rejects.toMatchObject({
    name: "ResourceConflictException",
  });
  await expect(
    bench.lambda.send(new CreateAliasCommand({ ...alias, Name: "next", FunctionVersion: "7" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await bench.lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: "$LATEST" }));
  expect(await bench.lambda.send(new GetAliasCommand(alias))).toMatchObject({ FunctionVersion: "$LATEST" });
  await expect(bench.lambda.send(new GetAliasCommand({ FunctionName, Name: "next" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("event settings are replaced by Put, merged by Update, and belong to one qualifier", async () => {
  await bench.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "$LATEST" }));
  const at = { FunctionName, Qualifier: "live" };
  const Destination = "arn:aws:sqs:us-east-1:000000000000:failed";
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      ...at,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination } },
    }),
  );
  const merged = await bench.lambda.send(
    new UpdateFunctionEventInvokeConfigCommand({ ...at, MaximumEventAgeInSeconds: 60 }),
  );
  expect(merged).toMatchObject({
    FunctionArn: `${ARN}${FunctionName}:live`,
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination } },
  });
  expect(Math.abs((merged.LastModified?.getTime() ?? 0) - bench.engine.clock.now())).toBeLessThan(60_000);
  const replaced = await bench.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...at, MaximumRetryAttempts: 0 }));
  expect(replaced).not.toHaveProperty("MaximumEventAgeInSeconds");
  await expect(bench.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  const list = await bench.lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
  expect(list.FunctionEventInvokeConfigs).toHaveLength(1);
  await bench.lambda.send(new DeleteFunctionEventInvokeConfigCommand(at));
  await expect(bench.lambda.send(new GetFunctionEventInvokeConfigCommand(at))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("reserved concurrency leaves the account its hundred", async () => {
  const reserve = (ReservedConcurrentExecutions: number) =>
    bench.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await expect(reserve(901)).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  await reserve(5);
  const { Concurrency } = await bench.lambda.send(new GetFunctionCommand({ FunctionName }));
  expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 5 });
  await bench.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect(await bench.lambda.send(new GetFunctionCommand({ FunctionName }))).not.toHaveProperty("Concurrency");
});

test("a policy's statements come and go one by one", async () => {
  const statement = {
    FunctionName,
    StatementId: "events",
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
  };
  await bench.lambda.send(new AddPermissionCommand(statement));
  await expect(bench.lambda.send(new AddPermissionCommand(statement))).rejects.toMatchObject({
    name: "ResourceConflictException",
  });
  const { Policy } = await bench.lambda.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy ?? "")).toMatchObject({
    Statement: [{ Sid: "events", Principal: { Service: "events.amazonaws.com" }, Resource: ARN + FunctionName }],
  });
  await bench.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: "events" }));
  await expect(bench.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("tags are set, listed and taken away", async () => {
  const Resource = ARN + FunctionName;
  await bench.lambda.send(new TagResourceCommand({ Resource, Tags: { a: "1", b: "2" } }));
  await bench.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["a"] }));
  expect((await bench.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: "2" });
});
