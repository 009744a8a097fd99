// The keys of a function's processes: they end with the function, but not under a run that is going on.
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/core/virtual-clock.ts";
import { openBench } from "../lambda/bench-of-functions.ts";

const TELLING = `export const handler = async () => ({ accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY, sessionToken: process.env.AWS_SESSION_TOKEN });`;

test("the keys of a deleted function do not stay good, nor are they its successor's, nor do they fail a run that goes on", async () => {
  const clock = new VirtualClock(Date.UTC(2027, 2, 1, 6));
  const bench = await openBench({ clock });
  const keysOf = async () => {
    await bench.create("tells", TELLING);
    return (await bench.invoke("tells")).answer;
  };
  const keys = await keysOf();
  const sts = new STSClient({
    endpoint: bench.engine.endpoint,
    region: "us-east-1",
    credentials: keys,
    maxAttempts: 1,
  });
  const who = () => sts.send(new GetCallerIdentityCommand({}));
  await clock.advanceTo(clock.now() + 86_400_000);
  await expect(who()).resolves.toMatchObject({ Arn: expect.stringMatching(/assumed-role\/.*\/tells$/) });
  await bench.lambda.send(new DeleteFunctionCommand({ FunctionName: "tells" }));
  expect((await keysOf()).accessKeyId).not.toBe(keys.accessKeyId);
  await clock.advanceTo(clock.now() + 899_000);
  await expect(who()).resolves.toBeDefined();
  await clock.advanceTo(clock.now() + 1_000);
  await expect(who()).rejects.toMatchObject({ name: "ExpiredToken" });
  sts.destroy();
  await bench.close();
});
