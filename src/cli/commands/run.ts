// lamp run: a job now, by hand; with --wait until it has ended, and the exit code says how.
import type { Command } from "../command.ts";

export const run: Command = {
  name: "run",
  positional: "<job>",
  completes: "job",
  summary: "trigger a job now",
  details:
    "Without --wait the event is handed over like a scheduled one, retries included.\n" +
    "With --wait it is one attempt: progress and logs are shown, and you are the retry.",
  example: [
    `lamp run daily-report --input '{"dryRun": true}' --wait`,
    "runs it once, shows its logs, exits with its outcome",
  ],
  options: [
    { flags: "--input <json>", description: "the input instead of the job's: JSON, @file, or - for standard input" },
    { flags: "--due <instant>", description: "the time the run is for (default: now)" },
    { flags: "--wait", description: "follow it to its end; exit 0 succeeded, 10 failed, 11 timed out, 12 skipped" },
  ],
  async run(line) {
    const [{ withProject }, { runByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../run-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => runByHand(project, connection, line));
  },
};
