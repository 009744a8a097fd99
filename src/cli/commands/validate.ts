// lamp validate: are the files right?
import type { Command } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const validate: Command = {
  name: "validate",
  summary: "check jobs.yaml and the environment's file",
  details: "Reports every problem at once, with file, line and column. Makes no call.",
  options: [{ flags: "--strict", description: "a warning fails as an error does" }],
  example: ["lamp validate --env production", "checks jobs.yaml with config/production.yaml"],
  async run(line) {
    const [{ readProject }, { jsonDocument }, { renderProblems }] = await Promise.all([
      import("../project.ts"),
      import("../render/json-document.ts"),
      import("../render/problems.ts"),
    ]);
    const { model, problems } = await readProject(line);
    const isStrict = line.options.flag("strict");
    const ok = !problems.some(({ severity }) => isStrict || severity === "error");
    if (line.options.flag("json")) {
      line.terminal.out(jsonDocument({ ok, problems }));
    } else {
      for (const text of renderProblems(problems, line.terminal.style)) line.terminal.out(text);
      if (ok && model) {
        const schedules = model.jobs.reduce((sum, job) => sum + job.schedules.length, 0);
        line.terminal.out(
          `${line.terminal.style("green", "ok")}  ${count(model.jobs.length, "job")}, ${count(schedules, "schedule")}`,
        );
      }
    }
    return ok ? EXIT.done : EXIT.invalidFiles;
  },
};

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
