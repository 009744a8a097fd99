// Parameter Store through the SDK: values by name and version, secure ones sealed unless decryption is asked for.
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Engine, startEngine } from "../../../src/engine/engine.ts";

let engine: Engine;
let ssm: SSMClient;

beforeAll(async () => {
  engine = await startEngine({ directory: ":memory:", clock: new VirtualClock(Date.UTC(2027, 2, 1, 6)) });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  ssm = new SSMClient({ endpoint: engine.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
});

afterAll(async () => {
  ssm.destroy();
  await engine.close();
});

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString", ...more }));
const get = (Name: string, WithDecryption = true) => ssm.send(new GetParameterCommand({ Name, WithDecryption }));

test("a secure value does not come in the clear unless that is asked", async () => {
  expect(await put("/shop/token", "hush")).toMatchObject({ Version: 1, Tier: "Standard" });
  expect((await get("/shop/token")).Parameter).toEqual({
    Name: "/shop/token",
    Type: "SecureString",
    Value: "hush",
    Version: 1,
    LastModifiedDate: new Date(Date.UTC(2027, 2, 1, 6)),
    ARN: "arn:aws:ssm:us-east-1:000000000000:parameter/shop/token",
    DataType: "text",
  });
  expect((await get("/shop/token", false)).Parameter?.Value).not.toContain("hush");
});

test("a value is not replaced by accident, and its versions are not lost", async () => {
  await put("plain", "one", { Type: "String" });
  await expect(put("plain", "two")).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
  await expect(put("plain", "two", { Overwrite: true })).rejects.toMatchObject({
    name: "HierarchyTypeMismatchException",
  });
  expect((await put("plain", "two", { Type: "String", Overwrite: true })).Version).toBe(2);
  const values = [await get("plain"), await get("plain:1"), await get("plain:2")].map(
    ({ Parameter }) => Parameter?.Value,
  );
  expect(values).toEqual(["two", "one", "two"]);
  await expect(get("plain:3")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
});

test("names that are not there are told apart from those that are", async () => {
  await put("/some/here", "yes");
  const Names = ["/some/here", "/some/gone", "/some/here:9"];
  const answer = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }));
  expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(["yes"]);
  expect(answer.InvalidParameters).toEqual(["/some/gone", "/some/here:9"]);
  await ssm.send(new DeleteParameterCommand({ Name: "/some/here" }));
  await expect(get("/some/here")).rejects.toMatchObject({ name: "ParameterNotFound" });
  await expect(ssm.send(new DeleteParameterCommand({ Name: "/some/here" }))).rejects.toMatchObject({
    name: "ParameterNotFound",
  });
});

test.each([
  ["a name of other characters", "a b", {}, "ValidationException"],
  ["a path without its first slash", "shop/token", {}, "ValidationException"],
  ["a name that AWS keeps for itself", "/aws/token", {}, "ValidationException"],
  ["sixteen levels", "/a".repeat(16), {}, "HierarchyLevelLimitExceededException"],
  ["no type", "/typeless", { Type: undefined }, "ValidationException"],
  ["a long value in the standard tier", "/long", { Value: "x".repeat(4_097) }, "ValidationException"],
  ["a long value in the advanced tier", "/long", { Value: "x".repeat(8_193), Tier: "Advanced" }, "ValidationException"],
] as const)("%s is refused as AWS does", async (_what, name, more, code) => {
  await expect(put(name, "x", more as object)).rejects.toMatchObject({ name: code });
});
