// What was written must read back as it was written, whatever is repeated, interrupted or found there already.
import { CreateFunctionCommand, DeleteAliasCommand, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import { describe, expect, test } from "vitest";
import { createInvoker } from "../../src/aws/invoker.ts";
import { codeSha256Of } from "../../src/bundle/zip.ts";
import { type Resource, resourceKey } from "../../src/desired/resource.ts";
import {
  CODE,
  codeOf,
  createAll,
  EVERYTHING,
  engineCloud,
  FUNCTION,
  SCHEDULE,
  SCOPE,
  sorted,
  zipReturning,
} from "./engine-cloud.ts";

const scope = { ...SCOPE, desired: EVERYTHING };
const SECOND = zipReturning("second");

describe("observing", () => {
  test("does not see anything in an empty account", async () => {
    const { cloud } = await engineCloud();
    expect(await cloud.observe(scope)).toEqual([]);
  });

  test("does not read back anything but what was created", async () => {
    const { cloud } = await engineCloud();
    await createAll(cloud);
    const seen = await cloud.observe(scope);
    expect(seen.map(({ resource }) => resource)).toEqual(sorted(EVERYTHING));
    expect(seen.filter(({ owned }) => !owned)).toEqual([]);
  });

  test("does not lose what is no longer desired: orphans are found by prefix and tags", async () => {
    const { cloud } = await engineCloud();
    await createAll(cloud);
    const seen = await cloud.observe({ ...SCOPE, desired: [] });
    expect(seen.map(({ resource }) => resourceKey(resource))).toEqual(sorted(EVERYTHING).map(resourceKey));
  });

  test("does not show an environment to another one whose name begins the same", async () => {
    const { cloud } = await engineCloud();
    await createAll(cloud);
    expect(await cloud.observe({ app: "acme", environment: "te", desired: [] })).toEqual([]);
    expect(await cloud.observe({ app: "acme-test", environment: "report", desired: [] })).toEqual([]);
  });

  test("does not take a resource without our tags for ours", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(
      cloud,
      EVERYTHING.filter(({ kind }) => kind === "role"),
    );
    const scheduler = await clients.scheduler();
    await scheduler.send(new CreateScheduleGroupCommand({ Name: "acme-test" }));
    const { name: FunctionName, roleArn: Role } = FUNCTION;
    const foreign = { FunctionName, Role, Handler: "index.handler", Runtime: "nodejs24.x" as const };
    const lambda = await clients.lambda();
    await lambda.send(new CreateFunctionCommand({ ...foreign, Code: { ZipFile: CODE } }));
    const seen = await cloud.observe(scope);
    const foreignKeys = seen.filter(({ owned }) => !owned).map(({ resource }) => resourceKey(resource));
    expect(foreignKeys).toEqual(["function/acme-test-report", "group/acme-test"]);
    await expect(cloud.create(FUNCTION, CODE)).rejects.toThrow(/is not ours/);
    const group = { kind: "group", name: "acme-test", tags: FUNCTION.tags } as const;
    await expect(cloud.create(group, undefined)).rejects.toThrow(/is not ours/);
  });
});

const CHANGES: Resource[] = EVERYTHING.flatMap((resource): Resource[] => {
  switch (resource.kind) {
    case "queue":
      return [{ ...resource, retentionSeconds: 86_400, visibilitySeconds: 30 }];
    case "log-group":
      return [{ ...resource, retentionDays: 7 }];
    case "role":
      return [
        { ...resource, description: "Less", policy: { ...resource.policy, Statement: [] } },
        { ...resource, trust: { ...resource.trust, Statement: [{ ...resource.trust.Statement[0], Sid: "A" }] } },
      ];
    case "function":
      return [
        { ...resource, memoryMb: 512, environment: { LEVEL: "debug" } },
        { ...resource, codeSha256: codeSha256Of(SECOND) },
        { ...resource, codeSha256: codeSha256Of(SECOND), timeoutSeconds: 5, architecture: "x86_64" },
      ];
    case "invoke-config":
      return [{ ...resource, attempts: 0, onFailureArn: undefined }];
    case "schedule":
      return [
        { ...resource, enabled: false },
        { ...resource, description: undefined, startAt: undefined, endAt: undefined, windowMinutes: undefined },
        { ...resource, deadLetterArn: undefined, timezone: "UTC", expression: "rate(1 hour)", attempts: 0 },
      ];
    default:
      return [];
  }
});

describe("changing", () => {
  test("does not leave anything of the old state, in any kind, and may be done twice", async () => {
    const { cloud } = await engineCloud();
    await createAll(cloud);
    const code = (resource: Resource) =>
      resource.kind === "function" && resource.codeSha256 !== FUNCTION.codeSha256 ? SECOND : CODE;
    for (const to of CHANGES) {
      const from = EVERYTHING.find((one) => resourceKey(one) === resourceKey(to)) ?? to;
      for (const _ of ["once", "again"]) {
        await cloud.update(from, to, codeOf(to, code(to)));
        const seen = (await cloud.observe(scope)).find(({ resource }) => resourceKey(resource) === resourceKey(to));
        expect(seen?.resource).toEqual(to);
      }
      await cloud.update(to, from, codeOf(from));
    }
    expect((await cloud.observe(scope)).map(({ resource }) => resource)).toEqual(sorted(EVERYTHING));
  });

  test("does not fail when everything is created a second time, as after a lost answer", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(cloud);
    await createAll(cloud);
    expect((await cloud.observe(scope)).map(({ resource }) => resource)).toEqual(sorted(EVERYTHING));
    const lambda = await clients.lambda();
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: FUNCTION.name }));
    expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1"]);
  });

  test("does not call a function in sync while alias live is missing or behind", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(cloud);
    const lambda = await clients.lambda();
    await lambda.send(new DeleteAliasCommand({ FunctionName: FUNCTION.name, Name: "live" }));
    const read = async () =>
      (await cloud.observe(scope)).map(({ resource }) => resource).find(({ kind }) => kind === "function");
    expect(await read()).toEqual({ ...FUNCTION, codeSha256: "" });
    await cloud.update({ ...FUNCTION, codeSha256: "" }, FUNCTION, CODE);
    expect(await read()).toEqual(FUNCTION);
  });

  test("does not run the old code once the alias has moved", async () => {
    const { cloud, clients } = await engineCloud();
    await createAll(cloud);
    const invoker = createInvoker(clients);
    const event = { function: SCHEDULE.targetArn, payload: "{}" };
    expect((await invoker.call(event)).payload).toBe('"first"');
    await cloud.update(FUNCTION, { ...FUNCTION, codeSha256: codeSha256Of(SECOND) }, SECOND);
    expect((await invoker.call(event)).payload).toBe('"second"');
  });
});

describe("deleting", () => {
  test("does not leave anything, nor fail the second time", async () => {
    const { cloud } = await engineCloud();
    await createAll(cloud);
    const backwards = [...EVERYTHING].reverse();
    for (const resource of backwards) await cloud.delete(resource);
    expect(await cloud.observe(scope)).toEqual([]);
    for (const resource of backwards) await cloud.delete(resource);
  });
});

test("identity does not come from anywhere but the account asked", async () => {
  const { cloud } = await engineCloud();
  expect(await cloud.identity()).toEqual({ account: "000000000000", region: "us-east-1", partition: "aws" });
  expect(cloud.apiCalls()).toBe(1);
});
