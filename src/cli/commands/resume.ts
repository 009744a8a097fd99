// lamp resume: ends a pause, and switches on what was disabled outside of lamp.
import type { Command } from "../command.ts";

export const resume: Command = {
  name: "resume",
  positional: "<job>",
  completes: "job",
  summary: "end a job's pause",
  details: "With catchUp: in the file, the due times that the pause held back are run now: the last one, or all.",
  example: ["lamp resume nightly-backup", "its schedules fire again from now on"],
  async run(line) {
    const [{ withProject }, { resumeByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../pause-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => resumeByHand(project, connection, line));
  },
};
