// lamp pause: a job does not start by itself until somebody says so, or until a time.
import type { Command } from "../command.ts";

export const pause: Command = {
  name: "pause",
  positional: "<job>",
  completes: "job",
  summary: "hold a job's schedules back, with a reason",
  details:
    "The pause survives every sync and is shown wherever the job is shown. With --until it ends by itself.\n" +
    "What is due meanwhile is in the history as skipped. lamp run still runs the job by hand.",
  example: [
    'lamp pause nightly-backup --reason "storage is being moved" --until 2h',
    "the backup starts again by itself in two hours",
  ],
  options: [
    { flags: "--reason <text>", description: "why: shown to everybody (needed)" },
    { flags: "--until <instant>", description: "a time, or a span from now such as 2h (default: until lamp resume)" },
  ],
  async run(line) {
    const [{ withProject }, { pauseByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../pause-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => pauseByHand(project, connection, line));
  },
};
