// A simulation for people: jobs and how they fared, clock changes, load, what to look at.
import { formatDuration } from "../../core/duration.ts";
import type { JobResult, Simulation } from "../../simulation/simulation.ts";
import type { Incident } from "../../simulation/tally.ts";
import type { Terminal } from "../terminal.ts";
import { cell, renderTable } from "./table.ts";

const HEAD = [
  ...["JOB", "DUE", "FIRED", "SUCCEEDED", "FAILED", "RETRIED", "DEAD", "OVERLAP", "LATE", "DUPLICATE", "MISSED"],
  "LONGEST OVERLAP",
];
const BARS = "▁▂▃▄▅▆▇█";
/** In the text; all that are kept stand in the JSON document. */
const MOST_TIMES = 4;

const KINDS = ["failed", "missed", "overlap", "late"] as const;

const WORDS: Readonly<Record<Incident["what"], string>> = {
  failed: "failed after the last attempt",
  overlap: "skipped because the run before was going on",
  late: "skipped because it was too late to start",
  missed: "missed because nothing could be delivered",
};

export function renderSimulation(found: Simulation, terminal: Terminal): string[] {
  const lines = renderTable(HEAD, found.jobs.map(rowOf), terminal);
  // For a program the table is all: what else there is has its place in the JSON document.
  if (!terminal.interactive) return lines;
  const title = (text: string) => ["", terminal.style("bold", text)];
  lines.push(...title("Load"), ...loadLines(found));
  if (found.remarks.length > 0) {
    lines.push(...title("Clock changes"));
    lines.push(
      ...found.remarks.map(({ at, schedule, zone, text }) => `${minuteOf(at)}  ${cell(schedule)} (${zone}): ${text}`),
    );
  }
  if (found.incidents.length > 0) lines.push(...title("What did not go well"), ...incidentLines(found));
  if (found.warnings.length > 0) {
    lines.push(
      ...title("Warnings"),
      ...found.warnings.map(({ message }) => terminal.style("yellow", cell(message, 400))),
    );
  }
  return lines;
}

function rowOf({ job, enabled, counts, longestOverrunMs }: JobResult): string[] {
  const { due, fired, succeeded, failed, retried, overlap, late, duplicate, missed } = counts;
  const dead = counts.deadFailed + counts.deadUndelivered;
  return [
    cell(enabled ? job : `${job} (disabled)`),
    ...[due, fired, succeeded, failed, retried, dead, overlap, late, duplicate, missed].map(String),
    longestOverrunMs > 0 ? formatDuration(longestOverrunMs) : "-",
  ];
}

function loadLines({ load, concurrency, fromAt, toAt }: Simulation): string[] {
  const most = Math.max(1, ...load.strip);
  const bars = load.strip.map((count) =>
    count === 0 ? " " : BARS.charAt(Math.ceil((count / most) * BARS.length) - 1),
  );
  const busiest = load.busiest.map(
    ({ at, firings, jobs }) =>
      `${minuteOf(at)}  ${firings} ${firings === 1 ? "firing" : "firings"}: ${cell(jobs.join(", "), 100)}`,
  );
  const atOnce = concurrency.at === undefined ? "" : `, first at ${minuteOf(concurrency.at)}`;
  return [
    `${minuteOf(fromAt)} ${bars.join("")} ${minuteOf(toAt)}  (most firings in a minute: ${Math.max(0, ...load.strip)})`,
    `${Number(load.perDay.toFixed(1))} firings a day; at most ${concurrency.peak} ${concurrency.peak === 1 ? "run" : "runs"} at once${atOnce}`,
    ...busiest,
  ];
}

/** A line for each job and kind: how often, and the first due times. */
function incidentLines({ incidents, jobs }: Simulation): string[] {
  return jobs.flatMap(({ job, counts }) =>
    KINDS.flatMap((what) => {
      const times = incidents.filter((one) => one.job === job && one.what === what).map(({ dueAt }) => minuteOf(dueAt));
      if (times.length === 0) return [];
      const shown = times.slice(0, MOST_TIMES).join(", ");
      const more = counts[what] > MOST_TIMES ? ", …" : "";
      return [`${cell(job)}: ${counts[what]} × ${WORDS[what]}: due ${shown}${more}`];
    }),
  );
}

/** `2027-03-28 01:00Z`. */
const minuteOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")}Z`;
