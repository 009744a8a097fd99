// Shows a run while it goes on: its progress and its log, to its end.
import type { Run } from "../history/run.ts";
import { watchRun } from "../runs/watch-run.ts";
import type { Connection } from "./connection.ts";
import { RunLogs } from "./run-logs.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Resolves with the run as it ended; rejects when the signal is aborted before. The last lines come when the invocation is
 * over: at a timeout the ledger knows the end by the deadline, before Lambda has written `Task timed out` and its report.
 */
export async function followRun(
  runId: string,
  connection: Connection,
  terminal: Terminal,
  signal: AbortSignal,
  over: Promise<unknown> = Promise.resolve(),
): Promise<Run> {
  const logs = new RunLogs(connection.clients, (text) => terminal.note(text));
  const run = await watchRun(connection.ledger, {
    runId,
    signal,
    async onChange(run) {
      if (run.progress)
        terminal.note(`progress ${run.progress.done}${run.progress.total ? ` of ${run.progress.total}` : ""}`);
      await logs.show(run);
    },
  });
  await over;
  await logs.show(run);
  return run;
}
