// lamp history: what ran, what did not, and how it went.
import type { RunStatus } from "../../history/run.ts";
import type { Trigger } from "../../ledger/items/run-item.ts";
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
    {
      flags: "--status <list>",
      description: "pending, running, succeeded, failed (the dead as well), dead, skipped, missed",
    },
    { flags: "--trigger <list>", description: "schedule, manual, backfill, redrive, event" },
    { flags: "--text <text>", description: "this stands in the reason, error, input or result" },
    { flags: "--since <instant>", description: "due since (default: 7d)" },
    { flags: "--until <instant>", description: "due until (default: now)" },
    { flags: "--limit <n>", description: "at most so many (default: 50)" },
    { flags: "--cursor <cursor>", description: "where the page before ended" },
    { flags: "--csv", description: "comma-separated values, with a head; cells that look like formulas are defused" },
  ],
  async run(line) {
    const [{ withProject }, { readHistory }, { showRuns }, { systemClock }, { parseInstant, parseGone, parseCount }] =
      await Promise.all([
        import("../with-project.ts"),
        import("../read-history.ts"),
        import("../show-runs.ts"),
        import("../../core/clock.ts"),
        import("../instants.ts"),
      ]);
    const now = systemClock.now();
    const job = line.positional[0];
    const fromAt = parseGone(line.options.text("since") ?? "7d", "--since", now);
    const toAt = parseInstant(line.options.text("until") ?? "now", "--until", now);
    if (toAt < fromAt) {
      const { UsageError } = await import("../errors.ts");
      throw new UsageError("--until: expected a time after that of --since; got one before it");
    }
    const request = {
      job,
      fromAt,
      toAt,
      statuses: await statusesOf(line),
      triggers: await triggersOf(line),
      text: line.options.text("text"),
      limit: parseCount(line.options.text("limit"), "--limit", 50, 10_000),
      cursor: line.options.text("cursor"),
    };
    return withProject(line, async ({ model }, connection) => {
      const jobs = model.jobs.map(({ name }) => name);
      const found = await readHistory(connection.readableLedger, { ...request, jobs, embedded: connection.embedded });
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
  const { RUN_STATUSES } = await import("../../history/run.ts");
  return choices(line, "status", RUN_STATUSES);
}

async function triggersOf(line: CommandLine): Promise<ReadonlySet<Trigger> | undefined> {
  const { TRIGGERS } = await import("../../ledger/items/run-item.ts");
  return choices(line, "trigger", TRIGGERS);
}

/** A comma-separated list of words that there are; undefined when the option was not given. */
async function choices<T extends string>(
  line: CommandLine,
  option: string,
  known: readonly T[],
): Promise<ReadonlySet<T> | undefined> {
  const text = line.options.text(option);
  if (text === undefined) return undefined;
  const [{ UsageError }, { nearest }] = await Promise.all([import("../errors.ts"), import("../../core/nearest.ts")]);
  const wanted = text.split(",").map((part) => part.trim());
  for (const word of wanted) {
    if (known.some((one) => one === word)) continue;
    const near = nearest(word, known);
    const hint = near ? `; did you mean "${near}"?` : ".";
    throw new UsageError(`--${option}: there is no "${word}"${hint} Known: ${known.join(", ")}`);
  }
  return new Set(known.filter((one) => wanted.includes(one)));
}
