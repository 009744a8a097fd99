// Jobs as they were asked for: a table with strips, tab-separated lines, or JSON.
import { systemClock } from "../core/clock.ts";
import { formatDuration } from "../core/duration.ts";
import type { CommandLine } from "./command.ts";
import type { JobStanding } from "./job-states.ts";
import { jsonDocument } from "./render/json-document.ts";
import { pauseJson } from "./render/pause.ts";
import { statusText, strip } from "./render/status.ts";
import { cell, renderTable } from "./render/table.ts";
import type { Terminal } from "./terminal.ts";

const STRIP = 10;
const HEAD = ["JOB", "STATE", "SCHEDULE", "AWS", "NEXT", "LAST", "RECENT", "P50"];
const SPARE = ["AWS", "P50", "LAST", "SCHEDULE", "STATE"];

export function showJobs(standings: readonly JobStanding[], { options, terminal }: CommandLine): void {
  if (options.flag("json")) {
    terminal.out(jsonDocument({ jobs: standings.map(jobJson) }));
    return;
  }
  if (standings.length === 0) terminal.note("no jobs in the file");
  const now = systemClock.now();
  const rows = standings.map((standing) => row(standing, now, terminal));
  if (rows.length > 0) for (const text of renderTable(HEAD, rows, terminal, SPARE)) terminal.out(text);
  for (const { job, pause } of standings) {
    if (!pause) continue;
    const end = pause.until === undefined ? "" : ` until ${iso(pause.until)}`;
    terminal.note(cell(`${job.name}: paused by ${pause.by}${end}: ${pause.reason}`, LONGEST_NOTE));
  }
  if (standings.some(({ synced }) => !synced)) terminal.note("not synced: due from the next lamp sync on");
}

const LONGEST_NOTE = 300;

function stateOf({ job, pause, synced }: JobStanding): "paused" | "enabled" | "disabled" | "not synced" {
  if (pause) return "paused";
  if (!synced) return "not synced";
  return job.enabled ? "enabled" : "disabled";
}

function row(standing: JobStanding, now: number, terminal: Terminal): string[] {
  const { job, schedules, nextAt, recent, statistics } = standing;
  const [last] = recent;
  const next = nextAt === undefined ? "-" : terminal.interactive ? `in ${formatDuration(nextAt - now)}` : iso(nextAt);
  const statuses = recent
    .slice(0, STRIP)
    .map(({ status }) => status)
    .reverse();
  return [
    terminal.style("bold", cell(job.name)),
    stateOf(standing),
    cell(schedules.map(({ words }) => words).join("; ") || "by hand only", 60),
    cell(schedules.map(({ expression }) => expression).join(" "), 60),
    next,
    last ? statusText(last.status, terminal) : "-",
    strip(statuses, terminal) || "-",
    statistics.p50Ms === null ? "-" : formatDuration(statistics.p50Ms),
  ];
}

function jobJson(standing: JobStanding): Readonly<Record<string, unknown>> {
  const { job, schedules, nextAt, recent, statistics } = standing;
  return {
    name: job.name,
    description: job.description ?? null,
    owner: job.owner ?? null,
    runbook: job.runbook ?? null,
    labels: job.labels,
    state: stateOf(standing),
    pause: standing.pause ? pauseJson(standing.pause) : null,
    schedules,
    nextDue: nextAt === undefined ? null : iso(nextAt),
    lastRun: recent[0] ?? null,
    recent: recent.map(({ id, status, due, durationMs }) => ({ id, status, due, durationMs })),
    counts: statistics.counts,
    p50Ms: statistics.p50Ms,
    p95Ms: statistics.p95Ms,
  };
}

const iso = (at: number): string => new Date(at).toISOString();
