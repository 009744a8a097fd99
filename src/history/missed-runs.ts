// Due times without a run: those of every revision of a schedule, less the runs that the ledger has. Missed, or skipped in a pause.
import type { Revision } from "../ledger/items/revision-item.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import { runKeyOf } from "../ledger/keys.ts";
import { dueTimes } from "../schedule/due-times.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { isoOf, type Run } from "./run.ts";

export interface MissedInput {
  readonly job: string;
  /** All that the job was ever called, the present name included; that alone where it is left out. */
  readonly names?: readonly string[];
  readonly revisions: readonly Revision[];
  /** The job's runs due within the span: all of them, or a run is taken for missed. */
  readonly runs: readonly RunItem[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly now: number;
}

/** The Scheduler fires within the minute (User Guide, schedule types); delivery and start take a moment more. */
const START_GRACE_MS = 90_000;
const MINUTE_MS = 60_000;

/** Oldest first; a due time that several schedules of the job name is one, and missed if any of them was live. */
export function missedRuns(input: MissedInput): readonly Run[] {
  const seen = new Set(input.runs.map((run) => run.runKey));
  const names = input.names ?? [input.job];
  const missed = new Map<number, Run>();
  for (const span of spansOf(input.revisions, input.now)) {
    // What a pause holds back is not on its way.
    const grace = span.paused ? 0 : START_GRACE_MS + (span.revision.windowMinutes ?? 0) * MINUTE_MS;
    const to = Math.min(span.toAt - 1, input.toAt, input.now - grace);
    for (const dueAt of dueOf(span, input.runs, Math.max(span.fromAt, input.fromAt), to)) {
      if (names.some((name) => seen.has(runKeyOf(name, dueAt))) || missed.get(dueAt)?.status === "missed") continue;
      missed.set(dueAt, runThatWasNot(input.job, span, dueAt));
    }
  }
  return [...missed].sort(([a], [b]) => a - b).map(([, run]) => run);
}

interface Span {
  readonly revision: Revision;
  readonly fromAt: number;
  readonly toAt: number;
  /** The due times of this span are held back, and were to be. */
  readonly paused: boolean;
}

/** Each revision is in force until the next of the same schedule; nothing is due of a disabled one that nobody paused. */
function spansOf(revisions: readonly Revision[], now: number): readonly Span[] {
  const ordered = [...revisions].sort((a, b) => a.fromAt - b.fromAt);
  return ordered
    .flatMap((revision, index) => {
      const next = ordered.slice(index + 1).find(({ schedule }) => schedule === revision.schedule);
      return partsOf(revision, next?.fromAt ?? now);
    })
    .filter(({ revision, paused }) => revision.enabled || paused);
}

/** A pause that ends by itself divides its revision. Its schedule's start date is the end of the pause, not the file's. */
function partsOf(revision: Revision, toAt: number): readonly Span[] {
  const { fromAt, pause } = revision;
  if (!pause) return [{ revision, fromAt, toAt, paused: false }];
  const endAt = Math.min(pause.until ?? toAt, toAt);
  const startAt = revision.startAt === pause.until ? undefined : revision.startAt;
  return [
    { revision: { ...revision, startAt }, fromAt, toAt: endAt, paused: true },
    { revision, fromAt: endAt, toAt, paused: false },
  ];
}

function dueOf(span: Span, runs: readonly RunItem[], fromAt: number, toAt: number): Iterable<number> {
  const { timezone, startAt, endAt } = span.revision;
  const expression = parseAws(span.revision.expression);
  const anchorAt = expression.kind === "rate" ? rateAnchor(span, expression.everyMs, runs) : undefined;
  if (toAt < fromAt || (expression.kind === "rate" && startAt === undefined && anchorAt === undefined)) return [];
  return dueTimes({ expression, timezone, startAt, endAt, anchorAt }, fromAt, toAt);
}

/** AWS says of a rate's count only that it starts when the schedule does. The runs show it: each was due a whole number
 * of steps after. Without a run of this revision nothing is known, and nothing is called missed. */
function rateAnchor({ revision, fromAt, toAt }: Span, everyMs: number, runs: readonly RunItem[]): number | undefined {
  const known = runs.find(
    ({ trigger, schedule, dueAt }) =>
      trigger === "schedule" && schedule === revision.schedule && dueAt >= fromAt && dueAt < toAt,
  );
  return known && known.dueAt - Math.floor((known.dueAt - fromAt) / everyMs) * everyMs;
}

function runThatWasNot(job: string, { revision, paused }: Span, dueAt: number): Run {
  return {
    id: null,
    key: runKeyOf(job, dueAt),
    job,
    schedule: revision.schedule,
    trigger: "schedule",
    by: null,
    due: isoOf(dueAt),
    startedAt: null,
    endedAt: null,
    durationMs: null,
    ...(paused
      ? { status: "skipped", reason: pauseText(revision) }
      : { status: "missed", reason: "nothing arrived: the schedule was live, and no run was recorded" }),
    attempts: [],
    progress: null,
    input: null,
    result: null,
    memoryMb: null,
    function: null,
    cost: null,
  };
}

const pauseText = ({ pause }: Revision): string => `paused by ${pause?.by ?? "unknown"}: ${pause?.reason ?? ""}`;
