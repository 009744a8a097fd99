// Bundles one handler with esbuild: an ES module for Lambda's Node, the AWS SDK left to the runtime that provides it.
import { join, resolve } from "node:path";
import { type BuildFailure, type BuildOptions, type BuildResult, build } from "esbuild";
import type { Log } from "../core/log.ts";
import { type Boundary, boundaryPlugin } from "./boundary.ts";
import type { Bundle, BundleFailure } from "./bundle.ts";
import { failuresOf, generatedEntry } from "./failures.ts";
import { portableSourceMap } from "./source-map.ts";
import { codeSha256Of, zipOf } from "./zip.ts";

/** Packages written for CommonJS call require, which an ES module does not have. */
const REQUIRE =
  'import{createRequire as lamplighterRequire}from"node:module";const require=lamplighterRequire(import.meta.url);';

/** Node's Lambda runtimes contain the SDK (Lambda guide, Node.js runtimes). */
const PROVIDED = ["@aws-sdk/*", "@smithy/*", "@aws/*"];

export async function bundleHandler(
  handler: string,
  boundary: Boundary,
  log: Log,
): Promise<Bundle | readonly BundleFailure[]> {
  const refused = refusal(handler);
  if (refused) return [{ handler, file: handler, line: undefined, column: undefined, message: refused }];
  try {
    const lean = await build(optionsFor(handler, boundary));
    const result = callsRequire(lean.outputFiles)
      ? await build({ ...optionsFor(handler, boundary), banner: { js: REQUIRE } })
      : lean;
    for (const { text, location } of result.warnings) log.warn(`${location?.file ?? handler}: ${text}`);
    return bundleOf(handler, result, boundary);
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return failuresOf(handler, error.errors);
  }
}

function refusal(handler: string): string | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(handler))
    return "a handler is a JavaScript or TypeScript file (.ts, .mts, .js, .mjs, .cjs)";
  return undefined;
}

/** esbuild stands something in for require only where code calls it: what most functions do without, they need not load. */
const callsRequire = (files: readonly { readonly path: string; readonly text: string }[]): boolean =>
  files.some(({ path, text }) => path.endsWith(".mjs") && /\btypeof require\b/.test(text));

/** Never on disk: outputs are kept in memory, this only gives relative paths their start. */
const outdirOf = (boundary: Boundary) => join(boundary.project, ".lamp", "bundle");

/** An ES module for Lambda's Node, in memory. */
export const FOR_LAMBDA = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  sourcesContent: false,
  treeShaking: true,
  write: false,
  logLevel: "silent",
} as const satisfies BuildOptions;

function optionsFor(handler: string, boundary: Boundary) {
  return {
    ...FOR_LAMBDA,
    stdin: { ...generatedEntry(handler), resolveDir: boundary.project, loader: "js" },
    absWorkingDir: boundary.project,
    outfile: join(outdirOf(boundary), "index.mjs"),
    plugins: [boundaryPlugin(boundary)],
    external: PROVIDED,
    sourcemap: "linked",
    metafile: true,
  } as const satisfies BuildOptions;
}

function bundleOf(handler: string, result: BuildResult<{ metafile: true; write: false }>, boundary: Boundary): Bundle {
  const files = new Map<string, Uint8Array>();
  for (const output of result.outputFiles) {
    if (output.path.endsWith(".map")) {
      const map = portableSourceMap(output.text, outdirOf(boundary), boundary);
      files.set("index.mjs.map", new TextEncoder().encode(map));
    } else files.set("index.mjs", output.contents);
  }
  const code = zipOf(files);
  const inputs = Object.keys(result.metafile.inputs).filter((input) => input !== generatedEntry(handler).sourcefile);
  return {
    handler,
    code,
    codeSha256: codeSha256Of(code),
    inputs: inputs.map((input) => resolve(boundary.project, input)).sort(),
    bytes: code.byteLength,
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
