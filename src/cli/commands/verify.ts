// lamp verify: walks everything that a job rests on, and says what is right, what is not, and what to do about it.
import type { Command } from "../command.ts";

export const verify: Command = {
  name: "verify",
  summary: "check everything that the jobs rest on: OK, NG or SKIP, with the fix",
  details:
    "Reads the cloud and changes nothing: roles, whom they trust and what they may do, queues, the ledger, functions,\n" +
    "log groups and schedules. SKIP is what could not be judged, and why. Exit code 1 when anything is NG.",
  example: ["lamp verify --env production", "after a sync, or when a job does not start"],
  async run(line) {
    const [{ withProject }, { verifyProject }] = await Promise.all([
      import("../with-project.ts"),
      import("../verify-project.ts"),
    ]);
    return withProject(line, (project, connection) => verifyProject(project, connection, line));
  },
};
