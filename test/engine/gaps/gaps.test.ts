// No parameter of AWS's models is left out in silence, and the page that lists what is missing is the code's own.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withEngineTables } from "../../../scripts/engine-tables.ts";
import { words } from "../../../src/engine/gaps/gap.ts";
import { GAPS } from "../../../src/engine/gaps/gaps.ts";
import { refuseGaps } from "../../../src/engine/gaps/refuse-gaps.ts";
import { type Model, type ShapeReference, shapeOf } from "../../../src/engine/wire/model.ts";
import { modelOf } from "../../../src/engine/wire/models.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SERVICES = Object.keys(GAPS);

/** Every member that an operation may be given, lists and maps passed through. */
function pathsOf(
  model: Model,
  reference: ShapeReference | undefined,
  path: string[] = [],
  seen: string[] = [],
): string[][] {
  if (!reference || seen.includes(reference.shape)) return [];
  const shape = shapeOf(model, reference);
  const into = [...seen, reference.shape];
  const members = Object.entries(shape.members ?? {});
  return [
    ...members.flatMap(([name, member]) => [[...path, name], ...pathsOf(model, member, [...path, name], into)]),
    ...pathsOf(model, shape.member, path, into),
    ...pathsOf(model, shape.value, path, into),
  ];
}

function codeOf(service: string): string {
  const folder = join(ROOT, "src/engine", service);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

const declared = (service: string, operation: string) =>
  (GAPS[service] ?? [])
    .filter(({ operations }) => words(operations).includes(operation))
    .flatMap(({ parameters }) => words(parameters));

const modelFor = (service: string): Model => {
  const model = modelOf(service);
  if (!model) throw new RangeError(service);
  return model;
};

describe.each(SERVICES)("parameters of %s", (service) => {
  test("are none that the code never names and nobody has declared", () => {
    const model = modelFor(service);
    const code = codeOf(service);
    const names = new Set(code.match(/\w+/g));
    const silent = Object.entries(model.operations)
      .filter(([name, { described }]) => described && names.has(name))
      .flatMap(([operation, { input }]) => {
        const gaps = declared(service, operation);
        const isDeclared = (path: string) => gaps.some((gap) => path === gap || path.startsWith(`${gap}.`));
        return pathsOf(model, input)
          .filter((path) => !names.has(path.at(-1) ?? "") && !isDeclared(path.join(".")))
          .map((path) => `${operation}: ${path.join(".")}`);
      });
    expect(silent).toEqual([]);
  });

  test("are declared by names that the model has", () => {
    const model = modelFor(service);
    const unknown = (GAPS[service] ?? []).flatMap(({ operations, parameters }) => {
      const known = words(operations).map((name) => {
        expect(model.operations[name]?.described, name).toBe(true);
        return pathsOf(model, model.operations[name]?.input).map((path) => path.join("."));
      });
      return words(parameters).filter((parameter) => !known.some((paths) => paths.includes(parameter)));
    });
    expect(unknown).toEqual([]);
  });
});

describe("a parameter that is not there", () => {
  test.each([
    ["sts", "AssumeRole", { RoleArn: "r", TokenCode: "1" }, "TokenCode of AssumeRole"],
    ["s3", "PutObject", { StorageClass: "GLACIER" }, "StorageClass of PutObject"],
    [
      "s3",
      "DeleteObjects",
      { Delete: { Objects: [{ Key: "a" }, { Key: "b", VersionId: "v1" }] } },
      "Delete.Objects.VersionId",
    ],
    ["lambda", "CreateFunction", { VpcConfig: { SubnetIds: ["subnet-1"] } }, "VpcConfig.SubnetIds"],
    ["lambda", "CreateFunction", { Layers: ["arn:aws:lambda:us-east-1:1:layer:l:1"] }, "Layers"],
  ])("is not ignored in silence: %s %s", (service, operation, input, named) => {
    const refused = expect.objectContaining({ code: "NotImplemented", message: expect.stringContaining(named) });
    expect(() => refuseGaps(service, operation, input)).toThrow(refused);
  });

  test.each([
    [
      "s3",
      "PutObject",
      { ACL: "private", StorageClass: "STANDARD", ServerSideEncryption: "AES256", BucketKeyEnabled: false },
    ],
    ["s3", "GetObject", { VersionId: "null" }],
    ["lambda", "CreateFunction", { Layers: [], VpcConfig: { SubnetIds: [], SecurityGroupIds: [] }, ImageConfig: {} }],
    ["events", "CreateEventBus", { LogConfig: { Level: "OFF", IncludeDetail: "NONE" } }],
  ])("does not stop a request that asks for nothing of it: %s %s", (service, operation, input) => {
    expect(() => refuseGaps(service, operation, input)).not.toThrow();
  });
});

test("docs/engine.md does not tell of another engine than this (npm run engine-docs)", async () => {
  const page = readFileSync(join(ROOT, "docs/engine.md"), "utf8");
  expect(page).toBe(await withEngineTables(page));
});
