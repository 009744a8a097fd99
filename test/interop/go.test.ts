// The AWS SDK for Go v2 drives the engine. `go` on the path builds the suite; .ci/run sees to it that there is one.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SuiteEngine, startSuiteEngine } from "./suite-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "lamp-go-"));
const program = join(folder, "suite");
let engine: SuiteEngine;

beforeAll(async () => {
  const cwd = fileURLToPath(new URL("go", import.meta.url));
  execFileSync("go", ["build", "-mod=readonly", "-o", program, "."], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  engine = await startSuiteEngine();
}, 300_000);

afterAll(async () => {
  await engine?.engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the AWS SDK for Go", () => {
  test("is refused nothing it should get, and sees its own type for each error", async () => {
    const lines = await engine.run(program, []);
    expect(lines.filter((line) => !line.startsWith("ok "))).toEqual([]);
    expect(lines).toHaveLength(4);
  });
});
