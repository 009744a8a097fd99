// Bundling must not depend on the machine, must not let the project leak, and must not let one bad handler stop the others.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { afterEach, describe, expect, test } from "vitest";
import { bundleHandlers } from "../../src/bundle/bundle-handlers.ts";
import { silentLog } from "../../src/core/log.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs what is in the zip as Lambda would load it. */
async function load(bundle: { code: Uint8Array }, folder: string) {
  for (const [name, bytes] of Object.entries(unzipSync(bundle.code))) writeFileSync(join(folder, name), bytes);
  return (await import(join(folder, "index.mjs"))) as { handler: (event: unknown) => Promise<unknown> };
}

const RUNTIME = `export const job = (handler) => ({ handler });
export const createHandler = (wrapped) => async (event) => wrapped.handler(event.input);\n`;

function project(files: Record<string, string>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
  folders.push(root);
  mkdirSync(join(root, "project"));
  const all: Record<string, string> = { ...files, "../runtime/src/index.mjs": RUNTIME };
  for (const [name, text] of Object.entries(all)) {
    const path = join(root, "project", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { project: join(root, "project"), runtimeEntry: join(root, "runtime/src/index.mjs"), log: silentLog };
}

const GOOD = `import { job } from "lamplighter";
import { twice } from "../lib/twice.ts";
export default job<{ n: number }>(async (input) => ({ rows: twice(input.n) }));\n`;
const LIB = "export const twice = (n: number): number => n * 2;\nexport const unused = 'NOBODY-NEEDS-ME';\n";
const FILES = { "jobs/good.ts": GOOD, "lib/twice.ts": LIB };

async function one(request: ReturnType<typeof project>, handler = "jobs/good.ts") {
  const { bundles, failures } = await bundleHandlers({ ...request, handlers: [handler] });
  expect(failures).toEqual([]);
  const bundle = bundles.get(handler);
  if (!bundle) throw new Error("no bundle");
  return bundle;
}

describe("a handler's bundle", () => {
  test("does not differ between two folders, nor name either of them", async () => {
    const first = project(FILES);
    const second = project(FILES);
    const [a, b] = [await one(first), await one(second)];
    expect(a.codeSha256).toBe(b.codeSha256);
    expect(Buffer.from(a.code).equals(b.code)).toBe(true);
    const texts = Object.values(unzipSync(a.code)).map((bytes) => new TextDecoder().decode(bytes));
    expect(texts.filter((text) => text.includes(tmpdir()))).toEqual([]);
  });

  test("does not lose the handler: what is in the zip runs, behind the runtime", async () => {
    const request = project(FILES);
    const bundle = await one(request);
    expect(Object.keys(unzipSync(bundle.code))).toEqual(["index.mjs", "index.mjs.map"]);
    const loaded = await load(bundle, request.project);
    expect(await loaded.handler({ input: { n: 21 } })).toEqual({ rows: 42 });
  });

  test("does not carry unused code, and says which files it was made from and its hash as Lambda would", async () => {
    const request = project(FILES);
    const bundle = await one(request);
    const text = new TextDecoder().decode(unzipSync(bundle.code)["index.mjs"]);
    expect(text).not.toContain("NOBODY-NEEDS-ME");
    expect(bundle.inputs).toEqual([
      join(request.project, "jobs/good.ts"),
      join(request.project, "lib/twice.ts"),
      request.runtimeEntry,
    ]);
    expect(bundle.codeSha256).toBe(createHash("sha256").update(bundle.code).digest("base64"));
    expect(bundle.bytes).toBe(bundle.code.byteLength);
  });

  test("does not name sources by this machine's paths in the source map", async () => {
    const bundle = await one(project(FILES));
    const map = JSON.parse(new TextDecoder().decode(unzipSync(bundle.code)["index.mjs.map"])) as {
      sources: string[];
      sourcesContent?: unknown;
    };
    expect(map.sources.sort()).toEqual([
      "jobs/good.ts",
      "lamplighter-entry.mjs",
      "lamplighter/src/index.mjs",
      "lib/twice.ts",
    ]);
    expect(map.sourcesContent).toBeUndefined();
  });

  test("does not contain the SDK that Lambda provides", async () => {
    const request = project({
      "jobs/s3.mjs": `import { S3Client } from "@aws-sdk/client-s3";
export default { handler: async () => S3Client.name };\n`,
    });
    const bundle = await one(request, "jobs/s3.mjs");
    expect(new TextDecoder().decode(unzipSync(bundle.code)["index.mjs"])).toMatch(/from"@aws-sdk\/client-s3"/);
  });

  test("does not break a CommonJS package, nor a handler with a require of its own", async () => {
    const request = project({
      "jobs/mixed.mjs": `import { createRequire } from "node:module";
import legacy from "legacy";
const require = createRequire(import.meta.url);
export default { handler: async () => [legacy.sep, require("node:path").sep] };\n`,
      "node_modules/legacy/package.json": '{"name":"legacy","version":"1.0.0","main":"index.js"}',
      "node_modules/legacy/index.js": 'exports.sep = require("path").sep;\n',
    });
    const bundle = await one(request, "jobs/mixed.mjs");
    const loaded = await load(bundle, request.project);
    expect(await loaded.handler({})).toEqual(["/", "/"]);
  });
});

describe("a handler that cannot be bundled", () => {
  test("does not stop the others, and is placed by file, line and column", async () => {
    const request = project({ ...FILES, "jobs/bad.ts": "export default 1;\nconst x = (;\n" });
    const { bundles, failures } = await bundleHandlers({ ...request, handlers: ["jobs/bad.ts", "jobs/good.ts"] });
    expect([...bundles.keys()]).toEqual(["jobs/good.ts"]);
    expect(failures).toEqual([
      { handler: "jobs/bad.ts", file: "jobs/bad.ts", line: 2, column: 12, message: 'Unexpected ";"' },
    ]);
  });

  const refusals: [string, Record<string, string>, string, RegExp][] = [
    ["is missing", {}, "jobs/none.ts", /no file jobs\/none\.ts in the project/],
    ["has no default export", { "jobs/a.ts": "export const b = 1;" }, "jobs/a.ts", /has no default export/],
    ["lies outside the project", { "../secret.ts": "export default 1;" }, "../secret.ts", /outside the project/],
    [
      "imports a file from outside",
      { "../secret.ts": "export const s = 1;", "jobs/a.ts": 'export { s as default } from "../../secret.ts";' },
      "jobs/a.ts",
      /"\.\.\/\.\.\/secret\.ts" is outside the project/,
    ],
    [
      "imports a package that is not installed",
      { "jobs/a.ts": 'import x from "not-installed";\nexport default x;' },
      "jobs/a.ts",
      /Could not resolve "not-installed"/,
    ],
  ];
  test.each(refusals)("is not passed when it %s", async (_why, files, handler, message) => {
    const { bundles, failures } = await bundleHandlers({ ...project(files), handlers: [handler] });
    expect([...bundles.keys()]).toEqual([]);
    expect(failures.map((failure) => failure.message).join("\n")).toMatch(message);
  });

  test("does not get out by a symbolic link", async () => {
    const request = project({ "../secret.ts": "export default 1;\n" });
    mkdirSync(join(request.project, "jobs"), { recursive: true });
    symlinkSync(join(request.project, "../secret.ts"), join(request.project, "jobs/link.ts"));
    const { failures } = await bundleHandlers({ ...request, handlers: ["jobs/link.ts"] });
    expect(failures[0]?.message).toMatch(/outside the project/);
  });
});
