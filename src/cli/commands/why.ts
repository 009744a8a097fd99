// lamp why: what became of a job at a time, and why.
import type { Command } from "../command.ts";

export const why: Command = {
  name: "why",
  positional: "<job> <time>",
  completes: "job",
  summary: "why a job ran at a time, or did not",
  details:
    "Any time may be asked: a due time that ran, was skipped or missed, or one at which nothing was due. The answer is\n" +
    "read from the runs, from what sync put in force when, and from the dead letters. A clock's time like 06:00 means the\n" +
    "last time that clocks in the job's zone showed it.",
  example: ["lamp why daily-report 2027-03-28T02:30:00Z", "says that clocks went forward, say, or that it was paused"],
  async run(line) {
    const [{ withLetters }, { explainRun }] = await Promise.all([
      import("../with-letters.ts"),
      import("../explain-run.ts"),
    ]);
    return withLetters(line, (letters) => explainRun(letters, line));
  },
};
