// lamp show: all there is to know of one run.
import type { Command } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const show: Command = {
  name: "show",
  positional: "<run|job>",
  completes: "run",
  summary: "one run, or a job's latest: its timeline, attempts, input, result or error, cost",
  example: ["lamp show daily-report.20270301T060000Z", "shows how the run of that due time went"],
  async run(line) {
    const [{ withProject }, { runToShow }, { jsonDocument }, { renderRun }] = await Promise.all([
      import("../with-project.ts"),
      import("../find-runs.ts"),
      import("../render/json-document.ts"),
      import("../render/run.ts"),
    ]);
    return withProject(line, async ({ model }, connection) => {
      const run = await runToShow(model, connection.readableLedger, line.positional[0] ?? "");
      if (line.options.flag("json")) line.terminal.out(jsonDocument({ run }));
      else for (const text of renderRun(run, line.terminal)) line.terminal.out(text);
      return EXIT.done;
    });
  },
};
