// Holes: due times of every revision of every schedule of a job, less those that have a row in the ledger. Pure.
import type { Revision } from "../ledger/items/revision-item.ts";
import { runKeyOf } from "../ledger/keys.ts";
import type { Arrival } from "../ledger/reads/arrivals.ts";
import { dueTimes } from "../schedule/due-times.ts";
import { parseAws } from "../schedule/parse-aws.ts";

export interface HoleSearch {
  readonly job: string;
  /** All that the job was ever called, the present name included; that alone where it is left out. */
  readonly names?: readonly string[];
  readonly revisions: readonly Revision[];
  /** The job's runs due within the span: all of them, or a run is taken for missed. */
  readonly runs: readonly Arrival[];
  readonly fromAt: number;
  readonly toAt: number;
  readonly now: number;
  /** Also those that may still be told of. */
  readonly awaited?: boolean;
  /** `fromAt` and `toAt` are of when a due time could be judged: a schedule's flexible window later. For looks that follow
   * each other, so that none misses what an earlier one came too soon for. */
  readonly bySettling?: boolean;
}

export interface Hole {
  readonly dueAt: number;
  readonly revision: Revision;
  /** It was held back, and was to be. */
  readonly paused: boolean;
  /** Until when a run of it may still be told of; undefined once that is past, and where runs show from their start. */
  readonly awaitedUntil: number | undefined;
  /** When the revision, or its pause, gave way to the next one; undefined while it is in force. */
  readonly replaced: { readonly at: number; readonly by: Revision } | undefined;
}

/** The Scheduler fires within the minute (User Guide, schedule types); delivery and start take a moment more. */
export const START_GRACE_MS = 90_000;
const MINUTE_MS = 60_000;

/** Oldest first; a due time that several schedules of the job name is one, and missed if any of them was live. */
export function findHoles(search: HoleSearch): readonly Hole[] {
  const { runs, now } = search;
  const names = search.names ?? [search.job];
  const seen = new Set(runs.map((run) => run.runKey));
  const holes = new Map<number, Hole>();
  for (const span of spansOf(search.revisions, now)) {
    const settling = settlingMs(span.revision);
    const shift = search.bySettling ? settling : 0;
    // What a pause holds back is not on its way.
    const grace = span.paused ? 0 : START_GRACE_MS + settling;
    const shown = search.awaited && !span.paused ? START_GRACE_MS + windowMs(span.revision) : grace;
    const to = Math.min(span.toAt - 1, search.toAt - shift, now - shown);
    // What has left the history by now is not missed.
    const from = Math.max(span.fromAt, search.fromAt - shift, now - keptMs(span.revision));
    for (const dueAt of dueOf(span, runs, from, to)) {
      if (names.some((name) => seen.has(runKeyOf(name, dueAt))) || holes.get(dueAt)?.paused === false) continue;
      const { revision, paused, next } = span;
      const awaitedUntil = dueAt > now - grace ? dueAt + grace : undefined;
      holes.set(dueAt, { dueAt, revision, paused, awaitedUntil, replaced: next && { at: span.toAt, by: next } });
    }
  }
  return [...holes].sort(([a], [b]) => a - b).map(([, hole]) => hole);
}

/** A row stays for its job's `keep`, and 30 days at least. */
const keptMs = ({ keepDays = 90 }: Revision): number => Math.max(30, keepDays) * 86_400_000;

const windowMs = ({ windowMinutes = 0 }: Revision): number => windowMinutes * MINUTE_MS;

/** How long after it is due nothing is known of a run, beside the grace that each has. */
export const settlingMs = (revision: Revision): number =>
  windowMs(revision) + (revision.toldWithinSeconds ?? 0) * 1_000;

interface Span {
  readonly revision: Revision;
  readonly fromAt: number;
  readonly toAt: number;
  /** The due times of this span are held back, and were to be. */
  readonly paused: boolean;
  readonly next: Revision | undefined;
}

/** Each revision is in force until the next of the same schedule; nothing is due of a disabled one that nobody paused, nor
 * known of one whose runs leave no trace. */
function spansOf(revisions: readonly Revision[], now: number): readonly Span[] {
  const ordered = [...revisions].sort((a, b) => a.fromAt - b.fromAt);
  return ordered
    .flatMap((revision, index) =>
      partsOf(
        revision,
        ordered.slice(index + 1).find(({ schedule }) => schedule === revision.schedule),
        now,
      ),
    )
    .filter(({ revision, paused }) => (revision.enabled || paused) && !revision.unrecorded);
}

/** A pause that ends by itself divides its revision. Its schedule's start date is the end of the pause, not the file's. */
function partsOf(revision: Revision, next: Revision | undefined, now: number): readonly Span[] {
  const { fromAt, pause } = revision;
  const toAt = next?.fromAt ?? now;
  if (!pause) return [{ revision, fromAt, toAt, paused: false, next }];
  const endAt = Math.min(pause.until ?? toAt, toAt);
  const startAt = revision.startAt === pause.until ? undefined : revision.startAt;
  return [
    { revision: { ...revision, startAt }, fromAt, toAt: endAt, paused: true, next: undefined },
    { revision, fromAt: endAt, toAt, paused: false, next },
  ];
}

function dueOf(span: Span, runs: readonly Arrival[], fromAt: number, toAt: number): Iterable<number> {
  const { timezone, startAt, endAt } = span.revision;
  const expression = parseAws(span.revision.expression);
  const anchorAt = expression.kind === "rate" ? rateAnchor(span, expression.everyMs, runs) : undefined;
  if (toAt < fromAt || (expression.kind === "rate" && startAt === undefined && anchorAt === undefined)) return [];
  return dueTimes({ expression, timezone, startAt, endAt, anchorAt }, fromAt, toAt);
}

/** AWS says of a rate's count only that it starts when the schedule does. The runs show it: each was due a whole number
 * of steps after. Without a run of this revision nothing is known, and nothing is called missed. */
function rateAnchor({ revision, fromAt, toAt }: Span, everyMs: number, runs: readonly Arrival[]): number | undefined {
  const known = runs.find(
    ({ trigger, schedule, dueAt }) =>
      trigger === "schedule" && schedule === revision.schedule && dueAt >= fromAt && dueAt < toAt,
  );
  return known && known.dueAt - Math.floor((known.dueAt - fromAt) / everyMs) * everyMs;
}
