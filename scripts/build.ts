// Builds dist/: the command line as one entry file with parts loaded when needed, the library, and the bootstrap of
// execution environments, and config/jobs.schema.json for editors. Under a second; `npm ci` runs it. What a running lamp still reads is replaced, never missing.
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type BuildResult, build } from "esbuild";
import { jobsSchemaText } from "./jobs-schema/jobs-schema.ts";
import { FOR_RELEASE, RUNTIME } from "./release-options.ts";

/** The SDK's CommonJS parts call require, which an ES module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const shared = { ...FOR_RELEASE, outdir: "dist" } as const;

const builds = await Promise.all([
  build({
    ...shared,
    entryPoints: { lamp: "src/cli/main.ts", project: "src/project.ts" },
    splitting: true,
    chunkNames: "part-[hash]",
    external: ["esbuild"],
    // The SDK's ES modules: they are shaken, and import() of a CommonJS part would give its default alone.
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
  }),
  build({ ...RUNTIME, entryPoints: { index: "src/index.ts" }, outdir: "dist" }),
  build({ ...shared, entryPoints: { watch: "src/watch/handler.ts" }, external: ["cron-parser"] }),
  build({ ...shared, entryPoints: { bootstrap: "src/engine/lambda/bootstrap.mjs" } }),
  cp("src/engine/lambda/bootstrap.py", "dist/bootstrap.py"),
  writeFile("config/jobs.schema.json", jobsSchemaText()),
  cp("src/dashboard/assets", "dist/dashboard", { recursive: true }),
]);
await removeOthers(builds.filter((result) => typeof result === "object"));

/** Parts of an earlier build have other hashes in their names. */
async function removeOthers(results: readonly BuildResult<{ metafile: true }>[]): Promise<void> {
  const made = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path))));
  made.add("bootstrap.py");
  for (const entry of await readdir("dist", { withFileTypes: true })) {
    if (entry.isFile() && !made.has(entry.name)) await rm(join("dist", entry.name), { force: true });
  }
}
