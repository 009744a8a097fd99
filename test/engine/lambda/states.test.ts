// A function that was made or changed is not ready at once: its states on the engine's clock, and what they refuse.
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { type Bench, openBench, zipOf } from "./bench-of-functions.ts";

const READY_MS = 5_000;
const CONFLICT = { name: "ResourceConflictException" };
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
const returns = (value: number) => `export const handler = async () => ${value};`;

const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
let bench: Bench;

beforeAll(async () => {
  bench = await openBench({ clock, functions: { readyMs: READY_MS } });
});
afterAll(() => bench.close());

const pass = () => clock.advanceTo(clock.now() + READY_MS, bench.engine.settle);
const update = (FunctionName: string, value: number) =>
  bench.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ "index.mjs": returns(value) }) }));

async function statesOf(FunctionName: string) {
  const { Configuration } = await bench.lambda.send(new GetFunctionCommand({ FunctionName }));
  return [Configuration?.State, Configuration?.LastUpdateStatus];
}

test("no function is invoked, changed or published while it is being made", async () => {
  const FunctionName = "made";
  await bench.create(FunctionName, returns(1));
  expect(await statesOf(FunctionName)).toEqual(["Pending", "Successful"]);
  await expect(bench.invoke(FunctionName)).rejects.toMatchObject(CONFLICT);
  await expect(bench.invoke(FunctionName, {}, { InvocationType: "Event" })).rejects.toMatchObject(CONFLICT);
  await expect(update(FunctionName, 2)).rejects.toMatchObject(CONFLICT);
  const configure = new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 });
  await expect(bench.lambda.send(configure)).rejects.toMatchObject(CONFLICT);
  await expect(bench.lambda.send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject(CONFLICT);

  const waited = waitUntilFunctionActiveV2({ client: bench.lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
  await pass();
  expect((await waited).state).toBe("SUCCESS");
  expect(await statesOf(FunctionName)).toEqual(["Active", "Successful"]);
  expect((await bench.invoke(FunctionName)).answer).toBe(1);
});

test("no update is in force before it is done, and none begins while another is in progress", async () => {
  const FunctionName = "changed";
  await bench.create(FunctionName, returns(1));
  await pass();
  await update(FunctionName, 2);
  expect(await statesOf(FunctionName)).toEqual(["Active", "InProgress"]);
  expect((await bench.invoke(FunctionName)).answer).toBe(1);
  await expect(update(FunctionName, 3)).rejects.toMatchObject(CONFLICT);
  await expect(bench.lambda.send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject(CONFLICT);
  const tag = new TagResourceCommand({ Resource: ARN + FunctionName, Tags: { a: "1" } });
  await expect(bench.lambda.send(tag)).rejects.toMatchObject(CONFLICT);

  const waited = waitUntilFunctionUpdatedV2({ client: bench.lambda, maxWaitTime: 10, minDelay: 1 }, { FunctionName });
  await pass();
  expect((await waited).state).toBe("SUCCESS");
  expect((await bench.invoke(FunctionName)).answer).toBe(2);
  const { Version } = await bench.lambda.send(new PublishVersionCommand({ FunctionName }));
  await update(FunctionName, 4);
  // A published version never waits for what happens to $LATEST.
  expect((await bench.invoke(`${FunctionName}:${Version}`)).answer).toBe(2);
  expect(await statesOf(`${FunctionName}:${Version}`)).toEqual(["Active", "Successful"]);
});

test("a function made again after its deletion does not inherit a state", async () => {
  const FunctionName = "again";
  await bench.create(FunctionName, returns(1));
  await pass();
  await update(FunctionName, 2);
  await bench.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await bench.create(FunctionName, returns(3));
  expect(await statesOf(FunctionName)).toEqual(["Pending", "Successful"]);
  await pass();
  expect((await bench.invoke(FunctionName)).answer).toBe(3);
});
