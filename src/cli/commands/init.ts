// lamp init: a project that runs, written where there is none.
import { appName } from "../app-name.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { EXIT } from "../exit-code.ts";

export const init: Command = {
  name: "init",
  positional: "[folder]",
  summary: "start a project: jobs.yaml, a first job, config/",
  details: "Writes only what is not there yet; a file that exists is left as it is.",
  example: ["lamp init acme-ops", "writes acme-ops/jobs.yaml, a first job and the environments' files"],
  async run(line) {
    const [{ existsSync, mkdirSync, writeFileSync }, { basename, dirname, join, resolve }, { starterProject }] =
      await Promise.all([import("node:fs"), import("node:path"), import("../starter-project.ts")]);
    const folder = resolve(line.terminal.cwd, line.positional[0] ?? ".");
    if (existsSync(join(folder, "jobs.yaml"))) {
      throw new UsageError(`${join(folder, "jobs.yaml")} is there already; lamp init starts new projects only`);
    }
    const written: string[] = [];
    const kept: string[] = [];
    for (const [path, text] of starterProject(appName(basename(folder)))) {
      const target = join(folder, path);
      if (existsSync(target)) {
        kept.push(path);
        continue;
      }
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: "wx" });
      written.push(path);
    }
    await report(line, folder, written, kept);
    return EXIT.done;
  },
};

async function report(
  line: Parameters<Command["run"]>[0],
  folder: string,
  written: readonly string[],
  kept: readonly string[],
): Promise<void> {
  if (line.options.flag("json")) {
    const { jsonDocument } = await import("../render/json-document.ts");
    line.terminal.out(jsonDocument({ folder, written, kept }));
    return;
  }
  for (const path of written) line.terminal.out(`${line.terminal.style("green", "+")} ${path}`);
  for (const path of kept) line.terminal.out(`= ${path} (kept as it was)`);
  line.terminal.note(`Next: ${line.positional[0] ? `cd ${line.positional[0]} && ` : ""}lamp dev`);
}
