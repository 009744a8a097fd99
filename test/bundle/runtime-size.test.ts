// The runtime as it is released: it adds ten kilobytes to a function at most, and errors keep their names in it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIME } from "../../scripts/release-options.ts";
import { FOR_LAMBDA } from "../../src/bundle/bundle-handler.ts";
import { bundleHandlers } from "../../src/bundle/bundle-handlers.ts";
import { silentLog } from "../../src/core/log.ts";

/** goals.md P12; held against the same handler alone, so that it is the runtime's own weight. */
const MOST_BYTES = 10_240;
const BODY = 'async (input, run) => { run.log.info("reporting", { day: run.due }); return { rows: 120 }; }';

let folder: string;
let runtimeEntry: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "runtime-size-")));
  mkdirSync(join(folder, "project"));
  const entry = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  await build({ ...RUNTIME, entryPoints: { index: entry }, outdir: join(folder, "lamplighter/dist") });
  runtimeEntry = join(folder, "lamplighter/dist/index.js");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compressed = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).byteLength;

describe("the runtime", () => {
  test("does not add more than ten kilobytes to a function", async () => {
    const project = join(folder, "project");
    writeFileSync(join(project, "job.ts"), `import { job } from "lamplighter";\nexport default job(${BODY});\n`);
    const { bundles } = await bundleHandlers({ project, handlers: ["job.ts"], runtimeEntry, log: silentLog });
    const whole = unzipSync(bundles.get("job.ts")?.code ?? new Uint8Array())["index.mjs"] ?? new Uint8Array();
    const { outputFiles } = await build({
      ...FOR_LAMBDA,
      stdin: { contents: `export const handler = ${BODY};` },
      sourcemap: "linked",
      outfile: join(project, "index.mjs"),
    });
    const bare = outputFiles.find(({ path }) => path.endsWith(".mjs"))?.contents ?? new Uint8Array();
    const added = compressed(whole) - compressed(bare);
    expect(added).toBeGreaterThan(1_000);
    expect(added).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("does not lose the names of its errors to minifying", async () => {
    const { createHandler } = (await import(runtimeEntry)) as typeof import("../../src/index.ts");
    expect(() => createHandler(null)).toThrow(expect.objectContaining({ name: "NoHandler", code: "no-handler" }));
  });
});
