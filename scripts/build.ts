// Builds dist/: the command line as one entry file with parts loaded when needed, the library, the function runtime, and
// the bootstrap of execution environments. Under a second; `npm ci` runs it.
import { cp, rm } from "node:fs/promises";
import { build } from "esbuild";

/** The SDK's CommonJS parts call require, which an ES module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const shared = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
} as const;

await rm("dist", { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { lamp: "src/cli/main.ts" },
    outdir: "dist",
    splitting: true,
    chunkNames: "part-[hash]",
    external: ["esbuild"],
    // The SDK's ES modules: they are shaken, and import() of a CommonJS part would give its default alone.
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
  }),
  build({ ...shared, entryPoints: { index: "src/index.ts" }, outdir: "dist", packages: "external" }),
  build({
    ...shared,
    entryPoints: { bootstrap: "src/engine/lambda/bootstrap.mjs" },
    outdir: "dist",
  }),
  cp("src/dashboard/assets", "dist/dashboard", { recursive: true }),
]);
