// One run as a page of text: the timeline first, then what went in, what came out, and where to look next.
import { formatDuration } from "../../core/duration.ts";
import { printable } from "../../core/printable.ts";
import type { Run, RunAttempt } from "../../history/run.ts";
import type { Terminal } from "../terminal.ts";
import { ownFrames } from "./own-frames.ts";
import { statusText } from "./status.ts";

/** A value's further lines stand under its first, so that none passes for a field of its own. */
const INDENT = " ".repeat(10);

export function renderRun(run: Run, terminal: Terminal): string[] {
  const field = (name: string, value: string | null): string[] =>
    value === null || value === ""
      ? []
      : [`${terminal.style("dim", name.padEnd(10))}${printable(value).replaceAll("\n", `\n${INDENT}`)}`];
  const due = Date.parse(run.due);
  return [
    `${statusText(run.status, terminal)}  ${terminal.style("bold", run.id ?? run.key)}`,
    ...field("why", run.reason),
    ...field("job", run.job),
    ...field("schedule", run.schedule),
    ...field("trigger", run.by === null ? run.trigger : `${run.trigger}, by ${run.by}`),
    ...field("due", run.due),
    ...field("started", after(run.startedAt, due)),
    ...run.attempts.flatMap((attempt) => attemptLines(attempt, due, field)),
    ...field("ended", after(run.endedAt, due)),
    ...field("duration", run.durationMs === null ? null : formatDuration(run.durationMs)),
    ...field(
      "progress",
      run.progress && `${run.progress.done}${run.progress.total === null ? "" : ` of ${run.progress.total}`}`,
    ),
    ...field("letter", run.status === "dead" && run.attempts.length > 0 ? GIVEN_UP : null),
    ...field("input", pretty(run.input)),
    ...field("result", pretty(run.result)),
    ...field("cost", run.cost === null ? null : `${run.cost.toFixed(9)} USD`),
    ...field("next", run.id === null ? null : `lamp logs ${run.id}`),
  ];
}

const GIVEN_UP = "Lambda gave it up after its last try: its letter went to the failed queue (lamp dlq list)";

function attemptLines(
  attempt: RunAttempt,
  due: number,
  field: (name: string, value: string | null) => string[],
): string[] {
  const facts = [
    attempt.outcome,
    attempt.durationMs === null ? "" : formatDuration(attempt.durationMs),
    attempt.initMs === null ? "" : `init ${formatDuration(attempt.initMs)}`,
    attempt.memoryUsedMb === null ? "" : `${attempt.memoryUsedMb} MB`,
    attempt.requestId === null ? "" : `request ${attempt.requestId}`,
  ].filter((fact) => fact !== "");
  const { error } = attempt;
  return [
    ...field(`attempt ${attempt.number}`, `${after(attempt.startedAt, due) ?? ""}  ${facts.join(", ")}`),
    ...(error ? field("  error", `${error.type}: ${error.message}`) : []),
    ...(error?.stack ? field("  at", ownFrames(error.stack).join("\n")) : []),
  ];
}

/** `2027-03-01T06:00:01.120Z (+1.1 s)` */
function after(iso: string | null, due: number): string | null {
  return iso === null ? null : `${iso} (+${formatDuration(Math.max(0, Date.parse(iso) - due))})`;
}

const pretty = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
