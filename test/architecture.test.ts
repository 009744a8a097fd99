// The house: which folder may import which, which packages each may use, how large a file may grow, where effects may be.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Folder → the folders of src it may import, and the packages. `node:` built-ins are free but for the effects below. */
const HOUSE: Record<string, { folders: string[]; packages: string[] }> = {
  core: { folders: [], packages: [] },
  schedule: { folders: ["core"], packages: [] },
  manifest: { folders: ["core", "schedule"], packages: ["yaml", "valibot"] },
  desired: { folders: ["core", "schedule", "manifest"], packages: [] },
  plan: { folders: ["core", "desired"], packages: [] },
  adoption: { folders: ["core", "schedule", "manifest"], packages: ["yaml"] },
  rights: { folders: ["core", "manifest", "desired"], packages: [] },
  verification: { folders: ["core", "schedule", "desired"], packages: [] },
  apply: { folders: ["core", "desired", "plan"], packages: [] },
  bundle: { folders: ["core"], packages: ["esbuild", "fflate"] },
  ledger: { folders: ["core"], packages: [] },
  runtime: { folders: ["core", "ledger"], packages: [] },
  history: { folders: ["core", "schedule", "ledger"], packages: [] },
  runs: { folders: ["core", "manifest", "ledger", "history"], packages: [] },
  watch: { folders: ["core", "schedule", "ledger", "history", "runs", "runtime"], packages: [] },
  recorder: { folders: ["core", "ledger", "runtime"], packages: [] },
  aws: {
    folders: ["core", "desired", "verification", "adoption", "apply", "ledger", "runs"],
    packages: ["@aws-sdk/", "@smithy/"],
  },
  engine: { folders: ["core", "schedule"], packages: ["fflate", "fast-xml-parser"] },
  simulation: {
    folders: ["core", "schedule", "manifest", "desired", "ledger", "runtime", "engine"],
    packages: ["valibot"],
  },
  dashboard: { folders: ["core", "schedule", "history"], packages: ["hono/", "hono", "@hono/node-server"] },
  cli: { folders: ["*"], packages: ["commander", "cli-table3", "lamplighter"] },
};

/** Folders whose functions are functions of values: no disk, network, process or thread. */
const PURE = [
  "schedule",
  "manifest",
  "desired",
  "plan",
  "adoption",
  "rights",
  "verification",
  "apply",
  "ledger",
  "history",
  "runs",
];
const EFFECTS =
  /^node:(fs|fs\/promises|net|http|https|http2|child_process|worker_threads|dgram|dns|sqlite|process|os)$/;

/** Time and randomness enter by core; a child process of the engine has only the real ones. */
const REAL_TIME = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;
const REAL_TIME_ALLOWED = [
  "src/core/",
  "src/runtime/real-time.ts",
  "src/engine/lambda/bootstrap",
  "src/engine/lambda/host/",
];

const FORBIDDEN_NAMES = /(^|[/-])(utils?|helpers?|common|manager|misc)([.-]|\/)/;

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const linesOf = (file: string) => read(file).trimEnd().split("\n").length;
const importsOf = (file: string) =>
  [
    ...read(file).matchAll(
      /(?:^|\s)(?:import|export)\b[^"'`;]*?from\s*"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

const sources = filesUnder("src");
const folderOf = (file: string) => file.split("/")[1] ?? "";

describe("the house", () => {
  test("no folder of src is unknown to the drawing", () => {
    const folders = new Set(sources.filter((file) => file.split("/").length > 2).map(folderOf));
    expect([...folders].filter((folder) => !HOUSE[folder])).toEqual([]);
  });

  test("no import runs against the arrows", () => {
    const wrong = sources.flatMap((file) => {
      const house = HOUSE[folderOf(file)];
      if (!house || house.folders.includes("*")) return [];
      return importsOf(file)
        .filter((name) => name.startsWith("."))
        .map((name) => relative(ROOT, join(ROOT, file, "..", name)))
        .filter((target) => folderOf(target) !== folderOf(file) && !house.folders.includes(folderOf(target)))
        .map((target) => `${file} → ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test("no folder uses a package that is not its own", () => {
    const wrong = sources.flatMap((file) => {
      const house = HOUSE[folderOf(file)];
      return importsOf(file)
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .filter(
          (name) => !house?.packages.some((known) => name === known || (known.endsWith("/") && name.startsWith(known))),
        )
        .map((name) => `${file} → ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test("no effect hides in a folder of pure functions", () => {
    const wrong = sources
      .filter((file) => PURE.includes(folderOf(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => EFFECTS.test(name))
          .map((name) => `${file} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  test("no code but core reads the real time or rolls its own dice", () => {
    const wrong = sources
      .filter((file) => !REAL_TIME_ALLOWED.some((allowed) => file.startsWith(allowed)))
      .filter((file) => REAL_TIME.test(read(file).replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "")));
    expect(wrong).toEqual([]);
  });

  test("jobs import nothing of src", () => {
    const wrong = filesUnder("jobs").flatMap((file) => importsOf(file).filter((name) => name.includes("/src/")));
    expect(wrong).toEqual([]);
  });

  test("no source file is over 300 lines, nine in ten are within 200, the median within 90", () => {
    const sizes = sources.map((file) => ({ file, lines: linesOf(file) })).sort((a, b) => a.lines - b.lines);
    expect(sizes.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(sizes[Math.floor(sizes.length * 0.9)]?.lines).toBeLessThanOrEqual(200);
    expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThanOrEqual(90);
  });

  test("no test file is over 400 lines", () => {
    expect(filesUnder("test").filter((file) => linesOf(file) > 400)).toEqual([]);
  });

  test("no file starts without a sentence that says what it is", () => {
    const silent = sources.filter((file) => !/^(#!.*\n)?\/\/ \S/.test(read(file)));
    expect(silent).toEqual([]);
  });

  test("no file is named for nothing in particular", () => {
    expect(sources.filter((file) => FORBIDDEN_NAMES.test(file))).toEqual([]);
  });
});
