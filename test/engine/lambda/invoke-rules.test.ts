// Invoke's rules beside the run itself: sizes, qualifiers, concurrency, aliases that split, revisions.
import {
  CreateAliasCommand,
  type CreateAliasCommandInput,
  DeleteFunctionConcurrencyCommand,
  GetAliasCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemRandom } from "../../../src/core/random.ts";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, openBench } from "./bench-of-functions.ts";

let bench: Bench;
/** What the next draw of an alias that splits its traffic will be, from 0 up to 1. */
let draw = 0;
const random = {
  ...systemRandom,
  hex: (bytes: number) =>
    bytes === 6
      ? Math.floor(draw * 2 ** 48)
          .toString(16)
          .padStart(12, "0")
      : systemRandom.hex(bytes),
};

const SOURCE = `export const handler = async (event, context) =>
  event.size ? event.text.length : { version: context.functionVersion, arn: context.invokedFunctionArn };`;

beforeAll(async () => {
  bench = await openBench({ random });
  await bench.create("rules", SOURCE, { Timeout: 10 });
  for (const Description of ["first", "second"]) {
    await bench.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "rules", Description }));
    await bench.lambda.send(new PublishVersionCommand({ FunctionName: "rules" }));
  }
});
afterAll(() => bench.close());

const alias = (Name: string, more: Partial<CreateAliasCommandInput> = {}) =>
  bench.lambda.send(new CreateAliasCommand({ FunctionName: "rules", Name, FunctionVersion: "1", ...more }));

describe("a payload", () => {
  const of = (bytes: number) => ({
    size: true,
    text: "x".repeat(bytes - JSON.stringify({ size: true, text: "" }).length),
  });

  test("of 6 MB is not refused, and one byte more is", async () => {
    expect(await bench.invoke("rules", of(6_291_456))).toMatchObject({ status: 200, error: undefined });
    await expect(bench.invoke("rules", of(6_291_457))).rejects.toMatchObject({
      name: "RequestTooLargeException",
      $metadata: { httpStatusCode: 413 },
    });
  });

  test("of 1 MB is not refused as an event, and one byte more is", async () => {
    expect(await bench.invoke("rules", of(1_048_576), { InvocationType: "Event" })).toMatchObject({ status: 202 });
    const refused = bench.invoke("rules", of(1_048_577), { InvocationType: "Event" });
    await expect(refused).rejects.toMatchObject({ name: "RequestTooLargeException" });
  });
});

describe("a qualifier", () => {
  test("that contradicts the one in the name is refused", async () => {
    await expect(bench.invoke("rules:1", {}, { Qualifier: "2" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
    expect(await bench.invoke("rules:1", {}, { Qualifier: "1" })).toMatchObject({ version: "1" });
  });

  test("that names nothing is refused in every type of invocation", async () => {
    for (const InvocationType of ["RequestResponse", "Event", "DryRun"] as const) {
      const refused = bench.invoke("rules", {}, { Qualifier: "nowhere", InvocationType });
      await expect(refused).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    }
  });

  test("is not lost on the way: the handler sees the ARN it was invoked by, and the version that runs", async () => {
    await alias("seen");
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:rules:seen";
    expect((await bench.invoke("rules:seen")).answer).toEqual({ version: "1", arn });
  });
});

describe("an alias", () => {
  test("that splits its traffic sends neither more nor less than its weight to the other version", async () => {
    await alias("split", { RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } });
    const versions: (string | undefined)[] = [];
    for (draw of [0, 0.24, 0.25, 0.99]) versions.push((await bench.invoke("rules:split")).version);
    expect(versions).toEqual(["2", "2", "1", "1"]);
    const update = { FunctionName: "rules", Name: "split", RoutingConfig: { AdditionalVersionWeights: {} } };
    expect(await bench.lambda.send(new UpdateAliasCommand(update))).not.toHaveProperty("RoutingConfig");
    draw = 0;
    expect((await bench.invoke("rules:split")).version).toBe("1");
  });

  test.each([
    ["two more versions", { 2: 0.1, 3: 0.1 }],
    ["its own version", { 1: 0.5 }],
    ["$LATEST", { $LATEST: 0.5 }],
    ["a weight above one", { 2: 1.5 }],
  ])("cannot split its traffic with %s", async (_label, AdditionalVersionWeights) => {
    const refused = alias("never", { RoutingConfig: { AdditionalVersionWeights } });
    await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    const missing = bench.lambda.send(new GetAliasCommand({ FunctionName: "rules", Name: "never" }));
    await expect(missing).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("is not moved by whom has not seen its last state", async () => {
    const { RevisionId } = await alias("moved");
    const move = { FunctionName: "rules", Name: "moved", FunctionVersion: "2", RevisionId };
    await bench.lambda.send(new UpdateAliasCommand(move));
    const refused = { name: "PreconditionFailedException", $metadata: { httpStatusCode: 412 } };
    await expect(bench.lambda.send(new UpdateAliasCommand(move))).rejects.toMatchObject(refused);
    const publish = new PublishVersionCommand({ FunctionName: "rules", RevisionId });
    await expect(bench.lambda.send(publish)).rejects.toMatchObject(refused);
    const configure = new UpdateFunctionConfigurationCommand({ FunctionName: "rules", RevisionId, Timeout: 3 });
    await expect(bench.lambda.send(configure)).rejects.toMatchObject(refused);
  });
});

test("a function with no concurrency left to it is not run, and is told why; with it back, it runs", async () => {
  const FunctionName = "rules";
  await bench.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await expect(bench.invoke(FunctionName)).rejects.toMatchObject({
    name: "TooManyRequestsException",
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    retryAfterSeconds: "1",
    $metadata: { httpStatusCode: 429 },
  });
  await bench.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect(await bench.invoke(FunctionName)).toMatchObject({ error: undefined });
});

test("Q05: an event that is throttled until it is too old is given up, with no attempt counted", async () => {
  const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
  const busy = await openBench({ clock });
  const FunctionName = "busy";
  await busy.create(FunctionName, "export const handler = () => new Promise(() => {});", { Timeout: 60 });
  await busy.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
  const settings = { FunctionName, MaximumEventAgeInSeconds: 60 };
  await busy.lambda.send(new PutFunctionEventInvokeConfigCommand(settings));
  const blocked = busy.invoke(FunctionName).catch(() => undefined);
  const events = async () => {
    await clock.advanceTo(clock.now() + 500);
    return busy.engine.store.all<{ attempts: number; throttles: number }>("SELECT * FROM lambda_events");
  };
  // The one place is taken once an invocation is refused.
  await expect.poll(() => busy.invoke(FunctionName).catch(({ name }) => name)).toBe("TooManyRequestsException");
  await busy.invoke(FunctionName, {}, { InvocationType: "Event" });
  await expect.poll(async () => (await events())[0]?.throttles, { interval: 5 }).toBeGreaterThan(2);
  expect(await events()).toMatchObject([{ attempts: 0 }]);
  const before = clock.now();
  await expect.poll(events, { interval: 5, timeout: 10_000 }).toEqual([]);
  expect(clock.now()).toBeGreaterThan(before);
  await busy.close();
  await blocked;
});
