// A function's /tmp: its own, as large as was asked for, and not larger.
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "../bench-of-functions.ts";

const SOURCE = `
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
const block = Buffer.alloc(8 * 1048576, 1);
export const handler = async ({ megabytes, keep = false }) => {
  const folder = join(tmpdir(), "deep", "down");
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, "filled"), "w");
  for (let written = 0; written < megabytes; written += 8) {
    writeSync(file, block);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  closeSync(file);
  await new Promise((resolve) => setTimeout(resolve, 700));
  if (!keep) rmSync(folder, { recursive: true });
  return readdirSync(tmpdir());
};`;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.create("fills", SOURCE, { Timeout: 60, MemorySize: 256 });
});
afterAll(() => bench.close());

test("a function that keeps more than 512 MB in its /tmp does not go on, and is told why; the next finds it empty", async () => {
  const filled = await bench.invoke("fills", { megabytes: 600 });
  expect(filled.error).toBe("Unhandled");
  expect(filled.answer).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/\/tmp holds 5\d\d MB, .* EphemeralStorage of 512 MB.*ENOSPC/),
  });
  expect((await bench.invoke("fills", { megabytes: 8 })).answer).toEqual(["deep"]);
}, 90_000);

test("a function that asked for more is not ended at 512 MB, nor for what it took away again", async () => {
  const FunctionName = "fills";
  const change = { FunctionName, EphemeralStorage: { Size: 700 } };
  await bench.lambda.send(new UpdateFunctionConfigurationCommand(change));
  const shown = await bench.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(shown.EphemeralStorage).toEqual({ Size: 700 });
  for (let n = 0; n < 2; n++) {
    expect(await bench.invoke("fills", { megabytes: 600 })).toMatchObject({ error: undefined, answer: ["deep"] });
  }
}, 90_000);

test.each([511, 10_241])("a /tmp of %i MB is not taken", async (Size) => {
  const change = new UpdateFunctionConfigurationCommand({ FunctionName: "fills", EphemeralStorage: { Size } });
  await expect(bench.lambda.send(change)).rejects.toMatchObject({ name: "ValidationException" });
});
