// The library as its page shows it: installed in a project, and run in the order of the page.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands/all.ts";
import * as library from "../../src/project.ts";
import { HELLO, project } from "./lamp.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SAMPLES = [
  ...readFileSync(join(ROOT, "docs/library.md"), "utf8").matchAll(/^```typescript\n([\s\S]*?)^```/gm),
].map(([, text = ""]) => text);
const execute = promisify(execFile);

test("no command but those for a person at a terminal is missing from it", () => {
  const atTerminal = ["init", "import", "dev", "completion", "complete"];
  const names = COMMANDS.map(({ name }) => name).filter((name) => !atTerminal.includes(name));
  expect(names.filter((name) => !(name in library))).toEqual([]);
});

test("no sample of its page fails, nor uses what a document does not have", { timeout: 60_000 }, async () => {
  const made = project({
    "package.json": '{"type": "module"}',
    "jobs.yaml": 'app: acme\njobs:\n  hello: {schedule: "7 * * * *", handler: jobs/hello.ts}\n',
    "jobs/hello.ts": HELLO,
    ...Object.fromEntries(SAMPLES.map((text, index) => [`sample-${index}.ts`, text])),
  });
  mkdirSync(join(made.folder, "node_modules"));
  symlinkSync(ROOT, join(made.folder, "node_modules/lamplighter"));
  const outputs: string[] = [];
  for (const index of SAMPLES.keys()) {
    const environment = { ...process.env, LAMP_BY: undefined };
    const options = { cwd: made.folder, env: environment };
    const { stdout, stderr } = await execute(process.execPath, ["--no-warnings", `sample-${index}.ts`], options);
    outputs.push(stdout);
    expect([index, stderr.replaceAll(/^(done|environment) .*\n/gm, "")]).toEqual([index, ""]);
  }
  expect(outputs.join("")).not.toMatch(/undefined|NaN/);
  expect(outputs[0]).toMatch(/^\d+ to create, 0 to change\n[\s\S]*create schedule hello\n[\s\S]*in sync\n$/);
  expect(outputs[1]).toMatch(/^hello\.\S+ succeeded in \d+ ms\n/);
  expect(outputs[2]).toMatch(/^hello: paused\n\d due times would be run\n$/);
  expect(outputs[3]).toBe("");
});
