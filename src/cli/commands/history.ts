// lamp history: what ran, what did not, and how it went.
import type { RunStatus } from "../../history/run.ts";
import type { Command, CommandLine } from "../command.ts";
import { EXIT } from "../exit-code.ts";

export const history: Command = {
  name: "history",
  positional: "[job]",
  completes: "job",
  summary: "runs, missed and skipped ones included, newest first",
  example: [
    "lamp history nightly-backup --status failed,missed --since 7d",
    "what went wrong with the backup this week",
  ],
  options: [
    { flags: "--status <list>", description: "pending, running, succeeded, failed, dead, skipped, missed" },
    { flags: "--since <instant>", description: "due since (default: 7d)" },
    { flags: "--limit <n>", description: "at most so many (default: 50)" },
    { flags: "--cursor <cursor>", description: "where the page before ended" },
  ],
  async run(line) {
    const [{ withProject }, { readHistory }, { showRuns }, { systemClock }, { parseInstant, parseCount }] =
      await Promise.all([
        import("../with-project.ts"),
        import("../read-history.ts"),
        import("../show-runs.ts"),
        import("../../core/clock.ts"),
        import("../instants.ts"),
      ]);
    const now = systemClock.now();
    const job = line.positional[0];
    const request = {
      job,
      fromAt: parseInstant(line.options.text("since") ?? "7d", "--since", now),
      toAt: now,
      statuses: await statusesOf(line),
      limit: parseCount(line.options.text("limit"), "--limit", 50, 10_000),
      cursor: line.options.text("cursor"),
    };
    return withProject(line, async ({ model }, connection) => {
      const jobs = model.jobs.map(({ name }) => name);
      const found = await readHistory(connection.readableLedger, { ...request, jobs });
      if (job !== undefined && found.runs.length === 0 && !jobs.includes(job)) {
        const [{ unknownJob }, { NotFound }] = await Promise.all([import("../find-job.ts"), import("../errors.ts")]);
        throw new NotFound(unknownJob(model, job));
      }
      showRuns(found, line);
      return EXIT.done;
    });
  },
};

async function statusesOf(line: CommandLine): Promise<ReadonlySet<RunStatus> | undefined> {
  const text = line.options.text("status");
  if (text === undefined) return undefined;
  const [{ RUN_STATUSES }, { UsageError }, { nearest }] = await Promise.all([
    import("../../history/run.ts"),
    import("../errors.ts"),
    import("../../core/nearest.ts"),
  ]);
  const wanted = text.split(",").map((part) => part.trim());
  for (const status of wanted) {
    if (RUN_STATUSES.some((known) => known === status)) continue;
    const near = nearest(status, RUN_STATUSES);
    throw new UsageError(
      `--status: there is no "${status}"${near ? `; did you mean "${near}"?` : ""} Known: ${RUN_STATUSES.join(", ")}`,
    );
  }
  return new Set(RUN_STATUSES.filter((status) => wanted.includes(status)));
}
