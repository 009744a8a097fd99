// boto3 drives the engine: Debian's (SQS by the old Query protocol) and, where LAMP_BOTO3 names its folder, today's.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SuiteEngine, startSuiteEngine } from "./suite-engine.ts";

const suite = fileURLToPath(new URL("boto3_suite.py", import.meta.url));
const newer = process.env["LAMP_BOTO3"];
/** Debian's packages belong to Debian's Python, which may not be the first on the path. */
const debian = existsSync("/usr/lib/python3/dist-packages/boto3") ? "/usr/bin/python3" : "python3";
let engine: SuiteEngine;

beforeAll(async () => {
  engine = await startSuiteEngine();
});

afterAll(() => engine?.engine.close());

const versions: [string, string, Record<string, string>][] = [
  ["Debian's boto3", debian, {}],
  ...(newer ? [["today's boto3", "python3", { PYTHONPATH: newer }] as [string, string, Record<string, string>]] : []),
];

describe.each(versions)("%s", (_, python, environment) => {
  test("is refused nothing it should get, and given nothing it should be refused", async () => {
    const lines = await engine.run(python, [suite], environment);
    expect(lines.filter((line) => !line.startsWith("ok "))).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(10);
  });
});
