// One backfill by hand: which due times, how far it is, and what became of each.
import { createInvoker } from "../aws/invoker.ts";
import { systemClock } from "../core/clock.ts";
import { policyMember } from "../desired/envelope.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import { readRenames } from "../ledger/reads/renames.ts";
import { recordsRuns } from "../manifest/code.ts";
import type { Job } from "../manifest/model.ts";
import { type BackfillResult, backfillJob, backfillJson } from "../runs/backfill/backfill-job.ts";
import { backfillLine } from "./backfill-line.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import { confirm } from "./confirm.ts";
import type { Connection } from "./connection.ts";
import { CommandFailed, UsageError } from "./errors.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { functionOf } from "./functions-of-jobs.ts";
import { parseCount, parseInstant } from "./instants.ts";
import { fillInput } from "./parameters.ts";
import type { Project } from "./project.ts";
import { readInput } from "./read-input.ts";
import { jsonDocument } from "./render/json-document.ts";
import { ProgressBar } from "./render/progress-bar.ts";
import { upcoming } from "./upcoming.ts";

const MOST_RUNS = 10_000;
const MOST_PARALLEL = 100;
/** More than this many are asked for once more. */
const FEW = 100;

export async function backfillByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const job = findJob(project.model, line.positional[0] ?? "");
  refuseUnrecorded(job);
  const dueTimes = dueTimesOf(job, line);
  const parallel = parseCount(options.text("parallel"), "--parallel", 1, MOST_PARALLEL);
  const dryRun = options.flag("dryRun");
  if (dueTimes.length > FEW && !dryRun) {
    await confirm(`run ${job.name} for ${dueTimes.length} due times`, project.model.environment, line);
  }
  const bar = new ProgressBar(dueTimes.length, terminal);
  const results: BackfillResult[] = [];
  const { policy } = policyMember(job);
  await backfillJob(
    {
      job: job.name,
      names: plainNames(namesOfJob(job.name, await readRenames(connection.readableLedger))),
      functionArn: await functionOf(project, connection, job),
      dueTimes,
      input: await readInput(
        options.text("input"),
        () => fillInput(project.model, job.input, connection),
        terminal.cwd,
      ),
      // Who asks for several at a time wants them side by side.
      policy: parallel > 1 ? { ...policy, overlap: "allow" } : policy,
      by: caller(terminal.variables),
      parallel,
      force: options.flag("force"),
      dryRun,
      signal: terminal.interrupted,
      onResult(result) {
        results.push(result);
        bar.tick(backfillLine(result, terminal));
      },
    },
    { ledger: dryRun ? connection.readableLedger : connection.ledger, invoker: createInvoker(connection.clients) },
  );
  bar.end();
  return report(job, results, line);
}

/** Without our wrapper nothing says which due times have run: each would be run every time. */
function refuseUnrecorded(job: Job): void {
  if (recordsRuns(job)) return;
  const what = "function" in job.code ? `function ${job.code.function}` : job.code.handler;
  throw new CommandFailed(
    `Job ${job.name} runs ${what}, which records no runs here: its due times cannot be run once each. lamp run ${job.name} --due runs one.`,
  );
}

function dueTimesOf(job: Job, { options }: CommandLine): readonly number[] {
  const now = systemClock.now();
  const from = options.text("from");
  if (from === undefined) throw new UsageError("--from: say from when: a time, a date, or a span ago such as 7d");
  const fromAt = parseInstant(from, "--from", now);
  const toAt = parseInstant(options.text("to") ?? "now", "--to", now);
  if (toAt > now) throw new UsageError("--to: what is yet to come is the schedule's; expected a time that is past");
  if (toAt < fromAt) throw new UsageError("--to: expected a time after --from");
  if (job.schedules.some(({ expression, startAt }) => expression.kind === "rate" && startAt === undefined)) {
    throw new CommandFailed(
      `Job ${job.name} has a rate without start:, which has no due times of its own; lamp run ${job.name} --due runs one.`,
    );
  }
  const span = { fromAt, toAt, count: MOST_RUNS + 1, now };
  const times = new Set(upcoming([{ ...job, enabled: true }], span).map(({ due }) => Date.parse(due)));
  if (times.size > MOST_RUNS) {
    throw new UsageError(`This span has more than ${MOST_RUNS} due times: backfill it in parts (--from, --to)`);
  }
  return [...times];
}

function report(job: Job, results: readonly BackfillResult[], { options, terminal }: CommandLine): number {
  const sorted = results.toSorted((a, b) => a.dueAt - b.dueAt).map((result) => ({ result, ...backfillJson(result) }));
  const count = (...statuses: readonly string[]): number =>
    results.filter((result) => statuses.includes(String(backfillJson(result)["status"]))).length;
  const counts = {
    succeeded: count("succeeded"),
    failed: count("failed", "dead"),
    skipped: count("skipped"),
    left: count("left"),
    would: count("would"),
  };
  if (options.flag("json")) {
    const runs = sorted.map(({ result, ...shown }) => shown);
    terminal.out(jsonDocument({ job: job.name, dryRun: options.flag("dryRun"), ...counts, runs }));
  } else if (options.flag("dryRun")) terminal.out(`would run ${counts.would}, leave ${counts.left}`);
  else {
    terminal.out(
      `${counts.succeeded} succeeded, ${counts.failed} failed, ${counts.skipped} skipped, ${counts.left} left alone`,
    );
  }
  const undone = counts.failed + counts.skipped + results.filter(isUnreached).length;
  if (undone === 0) return EXIT.done;
  return counts.succeeded > 0 ? EXIT.partly : EXIT.failed;
}

const isUnreached = ({ status, reason }: BackfillResult): boolean =>
  status === "left" && reason?.startsWith("interrupted") === true;
