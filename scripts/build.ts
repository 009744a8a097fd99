// Builds dist/: the command line as one entry file with parts loaded when needed, the library, and the bootstrap of
// execution environments, and config/jobs.schema.json for editors. About a second; `npm ci` runs it. What a running lamp still reads is replaced, never missing.
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type BuildResult, build } from "esbuild";
import { builtinsLate, httpAlone } from "./builtins.ts";
import { jobsSchemaText } from "./jobs-schema/jobs-schema.ts";
import { withOnePart } from "./one-part.ts";
import { FOR_RELEASE, RUNTIME } from "./release-options.ts";

/** The SDK's CommonJS parts call require, which an ES module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const shared = { ...FOR_RELEASE, outdir: "dist" } as const;

const commandLine = build({
  ...shared,
  write: false,
  entryPoints: { lamp: "src/cli/main.ts", project: "src/project.ts" },
  splitting: true,
  chunkNames: "part-[hash]",
  external: ["esbuild"],
  // The SDK's ES modules: they are shaken, and import() of a CommonJS part would give its default alone.
  mainFields: ["module", "main"],
  banner: { js: REQUIRE },
  // commander can start processes, which no command of ours has it do; and few commands open the door to the ledger.
  plugins: [builtinsLate(/\/node_modules\/commander\/|\/src\/runtime\//), httpAlone],
}).then((result) => withOnePart(result, REQUIRE));

const builds = await Promise.all([
  build({ ...RUNTIME, entryPoints: { index: "src/index.ts" }, outdir: "dist" }),
  build({ ...shared, entryPoints: { watch: "src/watch/handler.ts" }, external: ["cron-parser"] }),
  build({ ...shared, entryPoints: { recorder: "src/recorder/handler.ts" } }),
  build({ ...shared, entryPoints: { bootstrap: "src/engine/lambda/bootstrap.mjs" } }),
  cp("src/engine/lambda/bootstrap.py", "dist/bootstrap.py"),
  writeFile("config/jobs.schema.json", jobsSchemaText()),
  cp("src/dashboard/assets", "dist/dashboard", { recursive: true }),
]);
const parts = await commandLine;
// The entries last: what they ask for is there by then.
const isPart = (name: string) => name.startsWith("part-");
for (const [name, text] of [...parts].sort(([a], [b]) => Number(isPart(b)) - Number(isPart(a)))) {
  await replace(join("dist", `${name}.js`), text);
}
await removeOthers(builds.filter((result) => typeof result === "object"));

/** Whole at every moment, for whoever reads it meanwhile. */
async function replace(path: string, text: string): Promise<void> {
  if ((await readFile(path, "utf8").catch(() => undefined)) === text) return;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}

/** Parts of an earlier build have other hashes in their names. */
async function removeOthers(results: readonly BuildResult<{ metafile: true }>[]): Promise<void> {
  const made = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path))));
  for (const name of ["bootstrap.py", ...[...parts.keys()].map((part) => `${part}.js`)]) made.add(name);
  for (const entry of await readdir("dist", { withFileTypes: true })) {
    if (entry.isFile() && !made.has(entry.name)) await rm(join("dist", entry.name), { force: true });
  }
}
