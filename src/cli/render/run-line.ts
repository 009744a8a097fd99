// One run in one line: how it ended, how long it took, what it gave or why it failed.
import { formatDuration } from "../../core/duration.ts";
import type { Run } from "../../history/run.ts";
import type { Terminal } from "../terminal.ts";
import { statusText } from "./status.ts";
import { cell } from "./table.ts";

export function runLine(run: Run, terminal: Terminal): string {
  const took = run.durationMs === null ? "" : `  ${formatDuration(run.durationMs)}`;
  const detail = run.reason ?? (run.result === null ? "" : JSON.stringify(run.result));
  return `${statusText(run.status, terminal)}  ${cell(run.job)}  due ${run.due.replace(".000Z", "Z")}${took}  ${run.id ?? "-"}  ${cell(detail, 120)}`.trimEnd();
}
