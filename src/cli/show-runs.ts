// Runs as they were asked for: a table for a person, tab-separated lines for a pipe, or JSON.
import { formatDuration } from "../core/duration.ts";
import type { Run } from "../history/run.ts";
import type { CommandLine } from "./command.ts";
import type { History } from "./read-history.ts";
import { jsonDocument } from "./render/json-document.ts";
import { runsCsv } from "./render/runs-csv.ts";
import { statusText } from "./render/status.ts";
import { cell, renderTable } from "./render/table.ts";
import type { Terminal } from "./terminal.ts";

const HEAD = ["STATUS", "JOB", "DUE", "STARTED", "DURATION", "ATTEMPTS", "TRIGGER", "RUN", "WHY"];
/** A run's id says its job and due time. */
const SPARE = ["ATTEMPTS", "STARTED", "TRIGGER", "DUE", "DURATION", "JOB"];

export function showRuns({ runs, cursor }: History, { options, terminal }: CommandLine): void {
  if (options.flag("json")) {
    terminal.out(jsonDocument({ runs, cursor }));
    return;
  }
  if (options.flag("csv")) {
    for (const text of runsCsv(runs)) terminal.out(text);
    if (cursor !== null) terminal.note(`more: --cursor '${cursor}'`);
    return;
  }
  if (runs.length === 0) {
    terminal.note("no runs found");
    return;
  }
  const rows = runs.map((run) => row(run, terminal));
  for (const text of renderTable(HEAD, rows, terminal, SPARE)) terminal.out(text);
  if (cursor !== null) terminal.note(`more: --cursor '${cursor}'`);
}

function row(run: Run, terminal: Terminal): string[] {
  const late = run.startedAt === null ? "" : lateness(Date.parse(run.startedAt) - Date.parse(run.due));
  return [
    statusText(run.status, terminal),
    cell(run.job),
    run.due.replace(".000Z", "Z"),
    terminal.interactive ? late : (run.startedAt ?? ""),
    run.durationMs === null ? "" : terminal.interactive ? formatDuration(run.durationMs) : String(run.durationMs),
    run.attempts.length === 0 ? "" : String(run.attempts.length),
    run.trigger === "manual" && run.by ? cell(`manual, ${run.by}`) : run.trigger,
    run.id ?? "-",
    cell(run.reason ?? "", 60),
  ];
}

const lateness = (ms: number): string => `+${formatDuration(Math.max(0, ms))}`;
