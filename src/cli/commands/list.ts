// lamp list: the jobs, when each is due next, and how the last runs went.
import type { Command } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const list: Command = {
  name: "list",
  summary: "jobs: state, next due, last run, a strip of recent outcomes",
  example: ["lamp list", "one line for each job, with its last ten runs"],
  async run(line) {
    const [{ withProject }, { jobStates }, { showJobs }] = await Promise.all([
      import("../with-project.ts"),
      import("../job-states.ts"),
      import("../show-jobs.ts"),
    ]);
    return withProject(line, async ({ model }, connection) => {
      showJobs(await jobStates(model, connection.readableLedger), line);
      return EXIT.done;
    });
  },
};
