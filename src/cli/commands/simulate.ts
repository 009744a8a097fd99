// lamp simulate: a span of time in seconds, with scripted failures.
import type { Command } from "../command.ts";

export const simulate: Command = {
  name: "simulate",
  positional: "[job]",
  completes: "job",
  summary: "what fires, fails, retries and overlaps on a virtual clock",
  details:
    "Plays the schedules, retries, dead letters and overlap rules of jobs.yaml on the engine, in memory and on a clock of its\n" +
    "own. Handlers are not run: each run takes a second and succeeds, or does what the script says. Nothing is sent or kept.",
  example: [
    "lamp simulate --from 2027-01-01 --for 365d",
    "plays a year: per job what was due and how it ended, clock changes, the busiest minutes",
  ],
  options: [
    { flags: "--from <instant>", description: "the first due time that counts (default: now)" },
    { flags: "--to <instant>", description: "the last due time that counts" },
    { flags: "--for <span>", description: "instead of --to: how long (default: 7d)" },
    { flags: "--script <path>", description: "a YAML file that says how long runs take and which fail" },
    { flags: "--seed <n>", description: "what chance is drawn from (default: 1); the same seed, the same answer" },
    { flags: "--every-run", description: "play equal situations each anew, all jobs on one engine: slow" },
  ],
  async run(line) {
    const { simulateProject } = await import("../simulate-project.ts");
    return simulateProject(line);
  },
};
