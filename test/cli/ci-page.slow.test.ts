// The page about CI: each line that its samples run is run here by a shell, on the embedded engine, in the order of the page.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { answerOf, HELLO, project } from "./lamp.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/ci.md"), "utf8");
const sample = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(PAGE)?.[1] ?? "";

/** What a runner brings along: lamp is the project's own, the pull request is a file. */
const RUNNER = `set -euo pipefail
npm() { :; }
npx() { shift; "$NODE" "$LAMP" "$@"; }
gh() { cat "\${@: -1}" > comment.md; }
`;

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test("the workflow has no step that fails, and a first sync from a plan leaves nothing to verify or approve", async () => {
  const made = project({
    "jobs.yaml": "app: acme\njobs:\n  hello: {schedule: every hour, handler: jobs/hello.ts}\n",
    "jobs/hello.ts": HELLO,
  });
  const shell = (script: string) => {
    const variables = {
      PATH: process.env["PATH"],
      HOME: made.folder,
      NODE: process.execPath,
      LAMP: join(ROOT, "bin/lamp.js"),
      LAMP_ENV: "local",
      LAMP_BY: "tester",
      PULL_REQUEST: "7",
      GITHUB_STEP_SUMMARY: "summary.md",
    };
    return answerOf(spawn("bash", ["-c", RUNNER + script], { cwd: made.folder, env: variables }));
  };
  const { on, jobs } = parse(sample("yaml")) as Workflow;
  expect(Object.keys(on)).toEqual(["pull_request", "push"]);
  for (const [name, { steps }] of Object.entries(jobs)) {
    const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(scripts.length, name).toBeGreaterThan(2);
    for (const script of scripts) expect(await shell(script), script).toMatchObject({ code: 0 });
    expect(existsSync(join(made.folder, "comment.md"))).toBe(true);
  }
  const text = (file: string) => readFileSync(join(made.folder, file), "utf8");
  expect(text("comment.md")).toContain("hello");
  expect(text("summary.md")).toContain("hello");
  expect(await shell(sample("bash"))).toMatchObject({ code: 0 });
  const other = await shell(sample("bash").replace('"$approved"', `"$approved"x`));
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining("Nothing was done") });
}, 90_000);
