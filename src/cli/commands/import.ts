// lamp import: a jobs.yaml of what fires already.
import type { Command } from "../command.ts";

export const importCommand: Command = {
  name: "import",
  summary: "existing schedules and rules as a jobs.yaml; --move hands over to it",
  details:
    "Reads the schedules of all groups and the scheduled rules of the default bus, and writes a job for each function that\n" +
    "they invoke, with the event it gets now. Changes nothing at AWS, and writes over no file without --force. What cannot be\n" +
    "taken along is named in the file, on standard error and under skipped in --json.\n\n" +
    "What fires a job now stands in the file as replaces:, and as long as it is on, sync holds the job's schedules back. --move\n" +
    "switches it off and the schedules on, between two due times, so that each is fired for exactly once; killed at any point\n" +
    "and run again it goes on. --undo goes back.",
  example: [
    "lamp import --region eu-central-1 --out -",
    "prints what jobs.yaml would say of all that fires in that region",
  ],
  options: [
    { flags: "--only <kind>", description: "schedules or rules (default: both)" },
    {
      flags: "--group <names>",
      description: "schedules of these groups only, with commas between (default: all groups)",
    },
    { flags: "--prefix <text>", description: "only what has a name that begins so" },
    {
      flags: "--app <name>",
      description: "the app's name in the file (default: the present file's, else the folder's)",
    },
    { flags: "--region <region>", description: "the region, where there is no file in config/ that says it" },
    { flags: "--out <file>", description: "write it there (default: jobs.yaml); - prints it" },
    { flags: "--force", description: "write over a file that is there" },
    { flags: "--move <names>", description: "hand over: names of rules and schedules that jobs replace, or all" },
    { flags: "--undo", description: "with --move: back to what fired before" },
    { flags: "--margin <span>", description: "with --move: how far from any due time (default: 60s)" },
    { flags: "--fired <instant>", description: "with --move: a time at which it fired, where it is a rate" },
    { flags: "--wait", description: "with --move: wait for a moment that is far enough" },
    {
      flags: "--wait-lock <span>",
      description: "with --move: wait so long for another command that changes the environment",
    },
    { flags: "--dry-run", description: "with --move: say what would be done" },
    { flags: "--yes", description: "with --move: do not ask" },
  ],
  async run(line) {
    if (line.options.text("move") === undefined) return (await import("../import-jobs.ts")).importJobs(line);
    const [{ withProject }, { moveByHand }] = await Promise.all([
      import("../with-project.ts"),
      import("../move-by-hand.ts"),
    ]);
    return withProject(line, (project, connection) => moveByHand(project, connection, line));
  },
};
