// One run by hand: what it is given, how it is followed, and what the exit code says of it.

import { createInvoker } from "../aws/invoker.ts";
import { systemClock } from "../core/clock.ts";
import { messageOf } from "../core/error.ts";
import { systemRandom } from "../core/random.ts";
import { policyMember } from "../desired/envelope.ts";
import { type Run, toRun } from "../history/run.ts";
import { findRun } from "../ledger/reads/find-run.ts";
import { requestCancel } from "../ledger/writes/request-cancel.ts";
import { triggerRun } from "../runs/trigger-run.ts";
import { caller } from "./caller.ts";
import type { CommandLine } from "./command.ts";
import type { Connection } from "./connection.ts";
import { EXIT } from "./exit-code.ts";
import { findJob } from "./find-job.ts";
import { followRun } from "./follow-run.ts";
import { functionOf } from "./functions-of-jobs.ts";
import { parseInstant } from "./instants.ts";
import { fillInput } from "./parameters.ts";
import type { Project } from "./project.ts";
import { readInput } from "./read-input.ts";
import { jsonDocument } from "./render/json-document.ts";
import { runLine } from "./render/run-line.ts";
import type { Terminal } from "./terminal.ts";

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
      input: await readInput(
        options.text("input"),
        () => fillInput(project.model, job.input, connection),
        terminal.cwd,
      ),
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
  const { terminal } = line;
  const stopped = new AbortController();
  terminal.interrupted.addEventListener("abort", () => void cancelByInterrupt(triggered.runId, connection, terminal));
  const failed = triggered.invoked.then(
    () => undefined,
    (error: unknown) => error,
  );
  const followed = followRun(triggered.runId, connection, terminal, stopped.signal, failed);
  const first = await Promise.race([followed, failed.then((error) => error ?? followed)]);
  if (first instanceof Error) {
    stopped.abort(first);
    await followed.catch(() => {});
    throw first;
  }
  await failed;
  const run = await followed;
  show(run, line);
  return exitCodeOfRun(run);
}

/** The first Ctrl-C asks the run to stop and goes on following it; the second leaves (the terminal sees to that). */
async function cancelByInterrupt(runId: string, connection: Connection, terminal: Terminal): Promise<void> {
  terminal.note("asked the run to stop; once more leaves it");
  const asked = { by: caller(terminal.variables), reason: "interrupted at the terminal that waited for it" };
  try {
    await requestCancel(connection.ledger, runId, asked);
  } catch (error) {
    terminal.note(`it could not be asked: ${messageOf(error)}`);
  }
}

function show(run: Run, { options, terminal }: CommandLine): void {
  terminal.out(options.flag("json") ? jsonDocument({ run }) : runLine(run, terminal));
}

export function exitCodeOfRun(run: Run): number {
  if (run.status === "skipped") return EXIT.runSkipped;
  if (run.status === "succeeded") return EXIT.done;
  return run.reason === "timed out" ? EXIT.runTimedOut : EXIT.runFailed;
}
