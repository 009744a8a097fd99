// lamp destroy: takes away what we own in an environment, and nothing else.
import type { Command } from "../command.ts";

export const destroy: Command = {
  name: "destroy",
  summary: "remove what we own in an environment; asks first",
  details:
    "Schedules, functions, roles, queues, logs and the run history of this app and environment, by group, prefix and\n" +
    "tags. Refused while dead letters wait. Existing functions that jobs name are never touched.",
  example: ["lamp destroy --env staging --keep-history", "removes staging, and keeps its run history and logs"],
  options: [
    { flags: "--keep-history", description: "leave the ledger and the log groups" },
    { flags: "--yes", description: "do not ask" },
  ],
  async run(line) {
    const [{ withProject }, { destroyProject }] = await Promise.all([
      import("../with-project.ts"),
      import("../destroy-project.ts"),
    ]);
    return withProject(line, (project, connection) => destroyProject(project, connection, line));
  },
};
