// lamp logs: what a run printed; of a job, its latest run.
import type { Command } from "../command.ts";

export const logs: Command = {
  name: "logs",
  positional: "<run-or-job>",
  completes: "job",
  summary: "the log of a run, or of a job's latest run",
  example: ["lamp logs heartbeat --follow", "shows the latest run's log, then each new run's as it happens"],
  options: [
    { flags: "--follow", description: "go on with what comes, until interrupted" },
    { flags: "--since <instant>", description: "of a job: all its runs due since, oldest first" },
    { flags: "--grep <text>", description: "only lines that hold this, whatever the case" },
  ],
  async run(line) {
    const [{ withProject }, { showLogs }] = await Promise.all([
      import("../with-project.ts"),
      import("../show-logs.ts"),
    ]);
    return withProject(line, (project, connection) => showLogs(project, connection, line));
  },
};
