// What README and docs show is what happens: every sample is loaded, compiled or run.
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isFamily } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands/all.ts";
import { HELLO, project } from "./lamp.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((page) => join("docs", page))];

function samples(language: string): { page: string; text: string }[] {
  return PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
      .filter(([, found]) => found === language)
      .map(([, , text = ""]) => ({ page, text })),
  );
}

describe("the samples", () => {
  test.each(samples("yaml").filter(({ text }) => /^app:/m.test(text)))(
    "do not show a manifest that is refused: $page",
    async ({ text }) => {
      const handlers = [...text.matchAll(/handler: (\S+?)[,}]?$/gm)].map(([, path = ""]) => [path, HELLO] as const);
      const made = project({ "jobs.yaml": text, ...Object.fromEntries(handlers) });
      expect(await made.lamp("validate")).toMatchObject({ code: 0, err: "" });
    },
  );

  test.each(samples("yaml").filter(({ text }) => !/^app:|^# script|^name:/m.test(text)))(
    "do not show an environment that is refused: $page",
    async ({ text }) => {
      const made = project({
        "jobs.yaml": "app: acme\njobs:\n  hello: {handler: jobs/hello.ts}\n",
        "jobs/hello.ts": HELLO,
        "config/production.yaml": text,
      });
      expect(await made.lamp("validate", "--env", "production")).toMatchObject({ code: 0, err: "" });
    },
  );

  test.each(samples("yaml").filter(({ text }) => /^# script/m.test(text)))(
    "do not show a script that is refused: $page",
    async ({ text }) => {
      const made = project({ "jobs.yaml": readFileSync(join(ROOT, "jobs.yaml"), "utf8"), "script.yaml": text });
      cpSync(join(ROOT, "jobs"), join(made.folder, "jobs"), { recursive: true });
      expect(await made.lamp("simulate", "--script", "script.yaml")).toMatchObject({ code: 0, err: "" });
    },
  );

  test.each(samples("ts"))("do not show a handler that does not run: $page", async ({ text }) => {
    const made = project({
      "jobs.yaml": "app: acme\njobs:\n  sample: {handler: jobs/sample.ts}\n",
      "jobs/sample.ts": text,
    });
    expect((await made.lamp("sync")).code).toBe(0);
    expect((await made.lamp("run", "sample", "--wait")).code).toBe(0);
  });

  test("do not show a command that fails, in the order of the page", async () => {
    const made = project({});
    for (const path of ["jobs", "jobs.yaml", "config"])
      cpSync(join(ROOT, path), join(made.folder, path), { recursive: true });
    const lines = samples("sh").flatMap(({ text }) =>
      [...text.matchAll(/^npx lamp (.+)$/gm)].map(([, words = ""]) => words),
    );
    expect(lines.length).toBeGreaterThan(6);
    for (const words of lines) {
      const answer = await made.lamp(...words.split(" "));
      expect(answer, words).toMatchObject({ code: 0 });
    }
  }, 40_000);
});

describe("help", () => {
  test("does not leave a command without an example, or the README without the command", async () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const made = project({});
    const all = COMMANDS.flatMap((one) => (isFamily(one) ? one.members : [one]));
    for (const { name, example } of all) expect(example[0], name).toContain("lamp ");
    const shown = COMMANDS.filter((one) => isFamily(one) || !one.hidden);
    for (const { name } of shown) expect(readme).toContain(`lamp ${name}`);
    const help = await made.lamp("sync", "--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toMatch(/--prune[\s\S]*--env[\s\S]*--json[\s\S]*Example:\n {2}lamp sync --prune --yes/);
    const top = await made.lamp("--help");
    for (const { name } of shown) expect(top.out).toContain(name);
    expect(top.out).toContain("4  applied in part");
  });
});
