// One run by hand: what it is given, how it is followed, and what the exit code says of it.

import { createInvoker } from "../aws/invoker.ts";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/random.ts";
import { policyMember } from "../desired/envelope.ts";
import { type Run, toRun } from "../history/run.ts";
import { findRun } from "../ledger/reads/find-run.ts";
import { triggerRun } from "../runs/trigger-run.ts";
import { watchRun } from "../runs/watch-run.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { functionOf } from "./functions-of-jobs.ts";
import { parseInstant } from "./instants.ts";
import type { Project } from "./project.ts";
import { readInput } from "./read-input.ts";
import { jsonDocument } from "./render/json-document.ts";
import { runLine } from "./render/run-line.ts";
import { RunLogs } from "./run-logs.ts";

export async function runByHand(project: Project, connection: Connection, line: CommandLine): Promise<number> {
  const { options, terminal } = line;
  const job = findJob(project.model, line.positional[0] ?? "");
  const due = options.text("due");
  const wait = options.flag("wait");
  const triggered = await triggerRun(
    {
      job,
      policy: policyMember(job).policy,
      functionArn: await functionOf(project, connection, job),
      input: await readInput(options.text("input"), job.input, terminal.cwd),
      dueAt: due === undefined ? undefined : parseInstant(due, "--due", systemClock.now()),
      by: caller(terminal.variables),
      // An engine that ends with this command cannot run the event later: there it is run now.
      mode: wait || connection.ownEngine ? "request" : "event",
    },
    { ledger: connection.ledger, invoker: createInvoker(connection.clients), random: systemRandom },
  );
  terminal.note(terminal.styleNote("dim", `run ${triggered.runId}`));
  if (wait) return follow(triggered, connection, line);
  await triggered.invoked;
  const item = await findRun(connection.ledger, triggered.runId);
  if (item) show(toRun(item, systemClock.now()), line);
  return EXIT.done;
}

async function follow(
  triggered: { readonly runId: string; readonly invoked: Promise<void> },
  connection: Connection,
  line: CommandLine,
): Promise<number> {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, line.terminal.interrupted]);
  const logs = new RunLogs(connection.clients, (text) => line.terminal.note(text));
  const watched = watchRun(connection.ledger, {
    runId: triggered.runId,
    signal,
    async onChange(run) {
      if (run.progress)
        line.terminal.note(`progress ${run.progress.done}${run.progress.total ? ` of ${run.progress.total}` : ""}`);
      await logs.show(run);
    },
  });
  const failed = triggered.invoked.then(
    () => undefined,
    (error: unknown) => error,
  );
  const first = await Promise.race([watched, failed.then((error) => error ?? watched)]);
  if (first instanceof Error) {
    stopped.abort(first);
    await watched.catch(() => {});
    throw first;
  }
  await failed;
  const run = await watched;
  await logs.show(run);
  show(run, line);
  return exitCodeOfRun(run);
}

function show(run: Run, { options, terminal }: CommandLine): void {
  terminal.out(options.flag("json") ? jsonDocument({ run }) : runLine(run, terminal));
}

export function exitCodeOfRun(run: Run): number {
  if (run.status === "skipped") return EXIT.runSkipped;
  if (run.status === "succeeded") return EXIT.done;
  return run.reason === "timed out" ? EXIT.runTimedOut : EXIT.runFailed;
}
