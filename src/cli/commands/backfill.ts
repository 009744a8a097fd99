// lamp backfill: runs a job for the due times of a past span, each once.
import type { Command } from "../command.ts";

export const backfill: Command = {
  name: "backfill",
  positional: "<job>",
  completes: "job",
  summary: "run a job for past due times, once each",
  details:
    "Due times are those of the job's schedules in the file. What has succeeded or is going on is left alone; what\n" +
    "failed, was skipped or never arrived is run, one attempt each. Begun again after an interruption, it goes on.",
  example: [
    "lamp backfill daily-report --from 2027-03-01 --to 2027-03-08 --parallel 4",
    "makes up for a week of reports, four at a time",
  ],
  options: [
    { flags: "--from <instant>", description: "the first due time: a time, a date, or a span ago such as 7d (needed)" },
    { flags: "--to <instant>", description: "the last due time (default: now)" },
    { flags: "--parallel <n>", description: "runs at a time (default: 1); more than one lets them overlap" },
    { flags: "--input <json>", description: "the input instead of the job's: JSON, @file, or - for standard input" },
    { flags: "--force", description: "run again what has succeeded, too" },
    { flags: "--dry-run", description: "say what would be run; nothing is sent" },
    { flags: "--yes", description: "do not ask when it is more than a hundred runs" },
  ],
  async run(line) {
    const [{ withProject }, { backfillByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../backfill-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => backfillByHand(project, connection, line));
  },
};
