// Shows a run while it goes on: its progress and its log, to its end.
import type { Run } from "../history/run.ts";
import { watchRun } from "../runs/watch-run.ts";
import type { Connection } from "./connection.ts";
import { RunLogs } from "./run-logs.ts";
import type { Terminal } from "./terminal.ts";

/** Resolves with the run as it ended; rejects when the signal is aborted before. */
export async function followRun(
  runId: string,
  connection: Connection,
  terminal: Terminal,
  signal: AbortSignal,
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
  await logs.show(run);
  return run;
}
