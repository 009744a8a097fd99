// lamp cancel: a run that is going on, or has not started, is asked to stop.
import type { Command } from "../command.ts";

export const cancel: Command = {
  name: "cancel",
  positional: "<run>",
  completes: "run",
  summary: "ask a run to stop, with a reason",
  details:
    "Its run.signal is aborted within seconds; how the handler then ends is how the run ended. It is not retried.\n" +
    "A handler that does not look at run.signal runs to its end or its deadline. One that has not started never does.",
  example: [
    'lamp cancel daily-report.20270301T060000Z --reason "wrong bucket" --wait',
    "asks the run to stop, and shows how it ended",
  ],
  options: [
    { flags: "--reason <text>", description: "why: shown with the run (needed)" },
    { flags: "--wait", description: "follow it to its end" },
  ],
  async run(line) {
    const [{ withProject }, { cancelByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../cancel-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => cancelByHand(project, connection, line));
  },
};
