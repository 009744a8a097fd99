// One due time of a backfill in a line: how its run went, or why there was none.
import type { BackfillResult } from "../runs/backfill/backfill-job.ts";
import { runLine } from "./render/run-line.ts";
import { cell } from "./render/table.ts";
import type { Terminal } from "./terminal.ts";

export function backfillLine(result: BackfillResult, terminal: Terminal): string {
  if (result.run) return runLine(result.run, terminal);
  const words = { would: "would run", left: "left", failed: "not started", done: "done" }[result.status];
  return `${words}  ${result.runId}${result.reason === null ? "" : `  ${cell(result.reason, 120)}`}`;
}
