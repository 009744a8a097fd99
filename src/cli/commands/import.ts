// lamp import: a jobs.yaml of what fires already.
import type { Command } from "../command.ts";

export const importCommand: Command = {
  name: "import",
  summary: "existing schedules and rules as a jobs.yaml",
  details:
    "Reads the schedules of all groups and the scheduled rules of the default bus, and writes a job for each function that\n" +
    "they invoke, with the event it gets now. Changes nothing at AWS, and writes over no file without --force. What cannot be\n" +
    "taken along is named in the file, on standard error and under skipped in --json.",
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
  ],
  async run(line) {
    return (await import("../import-jobs.ts")).importJobs(line);
  },
};
