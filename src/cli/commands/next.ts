// lamp next: when jobs are due, in their zone and in UTC.
import type { Command } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const next: Command = {
  name: "next",
  positional: "[job]",
  completes: "job",
  summary: "due times, in zone and UTC, with remarks on clock changes",
  details: "Reads the file alone and makes no call. Without a job, all jobs are merged.",
  example: ["lamp next nightly-backup --from 2027-03-27 --count 5", "lists five due times around a clock change"],
  options: [
    { flags: "--from <instant>", description: "after this time (default: now)" },
    { flags: "--to <instant>", description: "until this time" },
    { flags: "--count <n>", description: "at most so many (default: 10)" },
  ],
  async run(line) {
    const [{ openProject }, { upcoming }, { parseInstant, parseCount }, { systemClock }, { findJob }] =
      await Promise.all([
        import("../project.ts"),
        import("../upcoming.ts"),
        import("../instants.ts"),
        import("../../core/clock.ts"),
        import("../find-job.ts"),
      ]);
    const { model } = await openProject(line);
    const now = systemClock.now();
    const [from, to] = [line.options.text("from"), line.options.text("to")];
    const name = line.positional[0];
    const fromAt = from === undefined ? now : parseInstant(from, "--from", now);
    const toAt = to === undefined ? undefined : parseInstant(to, "--to", now);
    if (toAt !== undefined && toAt < fromAt) {
      const { UsageError } = await import("../errors.ts");
      throw new UsageError(`--to: expected a time after ${from === undefined ? "now" : "--from"}; got "${to}"`);
    }
    const times = upcoming(name === undefined ? model.jobs : [findJob(model, name)], {
      fromAt,
      toAt,
      count: parseCount(line.options.text("count"), "--count", to === undefined ? 10 : 1_000, 100_000),
      now,
    });
    const { showTimes } = await import("../show-times.ts");
    showTimes(times, line);
    return EXIT.done;
  },
};
