// lamp rollback: the version of a job's function that ran before runs again, in one step and without a build.
import type { Command } from "../command.ts";

export const rollback: Command = {
  name: "rollback",
  positional: "<job>",
  completes: "job",
  summary: "run the version of a job's code that was live before, at once",
  details:
    "Moves the alias live of the job's function back; schedules, role and queues stay. Jobs that share the function go\n" +
    "along, and are named. The file is as it was: lamp plan shows a change, and lamp sync puts the file's code live again.",
  example: ["lamp rollback daily-report --env production", "runs of daily-report have yesterday's code from now on"],
  options: [{ flags: "--to <version>", description: "this published version (default: the one before)" }],
  async run(line) {
    const [{ withProject }, { rollbackByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../rollback-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => rollbackByHand(project, connection, line));
  },
};
