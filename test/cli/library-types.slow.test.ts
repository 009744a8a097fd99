// The types of the package as it is packed: the samples of the library's page compile against them, as strictly as can be.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { project } from "./lamp.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSC = join(ROOT, "node_modules/.bin/tsc");
const PAGE = readFileSync(join(ROOT, "docs/library.md"), "utf8");
const SAMPLES = [...PAGE.matchAll(/^```typescript\n([\s\S]*?)^```/gm)].map(
  ([, text = ""], index) => [`sample-${index}.ts`, text] as const,
);

function compile(folder: string, words: readonly string[]): string {
  try {
    return execFileSync(process.execPath, [TSC, ...words], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}

test("no sample of the library's page is refused by the package's own types", { timeout: 120_000 }, () => {
  const made = project({ "package.json": '{"type": "module"}', ...Object.fromEntries(SAMPLES) });
  const home = join(made.folder, "node_modules/lamplighter");
  mkdirSync(home, { recursive: true });
  symlinkSync(join(ROOT, "node_modules/@types"), join(made.folder, "node_modules/@types"));
  copyFileSync(join(ROOT, "package.json"), join(home, "package.json"));
  expect(compile(ROOT, ["--project", "tsconfig.types.json", "--outDir", join(home, "dist/types")])).toBe("");
  const strict = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
  expect(compile(made.folder, [...strict, ...SAMPLES.map(([name]) => name)])).toBe("");
});
