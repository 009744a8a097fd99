// Why a job ran at a time, or did not: from what was in force of its schedules then, and what the ledger has of it.
import type { EngineSpan } from "../ledger/engine-spans.ts";
import type { Revision } from "../ledger/items/revision-item.ts";
import type { RunItem } from "../ledger/items/run-item.ts";
import { isoSeconds } from "../ledger/keys.ts";
import { dueTimes, nextDue, previousDue, type Timing } from "../schedule/due-times.ts";
import { lostInGaps } from "../schedule/gaps/lost-in-gaps.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import { missedRuns } from "./missed-runs.ts";
import { type Run, toRun } from "./run.ts";

export interface DueQuestion {
  readonly job: string;
  readonly names?: readonly string[];
  /** The time asked about; any instant of the minute of a due time means that due time. */
  readonly at: number;
  readonly revisions: readonly Revision[];
  /** The job's runs due about then: a day on both sides. */
  readonly runs: readonly RunItem[];
  readonly now: number;
  /** When the local engine ran; left out for AWS. */
  readonly engine?: readonly EngineSpan[] | undefined;
}

export interface Explanation {
  readonly due: boolean;
  readonly dueAt: number;
  /** What became of the due time; undefined when nothing was due. Deliveries that came too much follow the run itself. */
  readonly runs: readonly Run[];
  /** Full sentences, the most telling first. */
  readonly because: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export function explainDue(question: DueQuestion): Explanation {
  const { runs, now } = question;
  const minute = Math.floor(question.at / MINUTE_MS) * MINUTE_MS;
  const recorded = runs
    .filter(({ dueAt }) => dueAt >= minute && dueAt < minute + MINUTE_MS)
    .map((item) => toRun(item, now))
    .sort((a, b) => Number(isExtra(a)) - Number(isExtra(b)));
  const [first] = recorded;
  if (first) return { due: true, dueAt: Date.parse(first.due), runs: recorded, because: recorded.map(ofRun) };
  const without = missedRuns({ ...question, fromAt: minute, toAt: minute + MINUTE_MS - 1 });
  const [hole] = without;
  if (hole) return { due: true, dueAt: Date.parse(hole.due), runs: [hole], because: [ofRun(hole)] };
  return { due: false, dueAt: question.at, runs: [], because: ofNothing(question, minute) };
}

/** A delivery, a run by hand, or a time that clocks skipped, beside the run that the due time itself had: its id goes on. */
const isExtra = ({ reason, trigger, id }: Run): boolean =>
  reason === "duplicate" || trigger === "manual" || (id?.split(".").length ?? 0) > 2;

function ofRun(run: Run): string {
  const who = run.by === null ? run.trigger : `${run.trigger}, by ${run.by}`;
  const tries = run.attempts.length > 1 ? ` in ${run.attempts.length} attempts` : "";
  const why = run.reason === null ? "" : `: ${run.reason}`;
  if (run.id === null && run.status === "pending") return `It was due: ${run.reason}.`;
  return `It ${verbOf(run)}${tries}${why} (${who}).`;
}

const VERBS: Readonly<Record<Run["status"], string>> = {
  pending: "was asked for and has not started",
  running: "is running",
  succeeded: "succeeded",
  failed: "failed",
  dead: "failed and was given up on",
  skipped: "was skipped",
  missed: "is missed",
};
const verbOf = ({ status }: Run): string => VERBS[status];

function ofNothing({ revisions, at, now, job }: DueQuestion, minute: number): readonly string[] {
  if (revisions.length > 0 && revisions.every(({ unrecorded }) => unrecorded))
    return [`${job} runs a function that leaves nothing in the history (with function:, record: true would).`];
  if (revisions.length === 0) return [`Nothing of ${job} has been put in force by lamp sync.`];
  const names = [...new Set(revisions.map(({ schedule }) => schedule))].sort();
  return names.map((name) => ofSchedule(name, revisions, minute, Math.max(at, minute), now));
}

function ofSchedule(name: string, all: readonly Revision[], minute: number, at: number, now: number): string {
  const own = all.filter(({ schedule }) => schedule === name).sort((a, b) => a.fromAt - b.fromAt);
  const revision = own.findLast(({ fromAt }) => fromAt <= minute + MINUTE_MS - 1);
  if (!revision) return `Schedule ${name} was put in force later, at ${iso(own[0]?.fromAt)}.`;
  const { expression, timezone, startAt, endAt } = revision;
  const said = `Schedule ${name}, ${expression} in ${timezone}`;
  if (startAt !== undefined && minute < startAt) return `${said}, starts at ${iso(startAt)} only.`;
  if (endAt !== undefined && minute > endAt) return `${said}, ended at ${iso(endAt)}.`;
  if (!revision.enabled && !revision.pause) {
    return `${said}, was disabled or deleted at ${iso(revision.fromAt)}: nothing was due of it then.`;
  }
  const timing: Timing = { expression: parseAws(expression), timezone, startAt, endAt };
  if (timing.expression.kind === "rate" && startAt === undefined) {
    return `${said}, counts from the moment it was made, which AWS does not tell: only its runs show when it is due.`;
  }
  const isDue = [...dueTimes(timing, minute, minute + MINUTE_MS - 1)].length > 0;
  if (isDue && minute > now) return `${said}, is due then: that is yet to come.`;
  if (isDue) return `${said}, was due then: its run may still arrive.`;
  const lost = lostInGaps(timing, at - 3 * HOUR_MS, at + 3 * HOUR_MS)[0];
  if (lost) {
    const wall = new Date(lost.wallMs).toISOString().slice(0, 16).replace("T", " ");
    return `${said}: clocks go forward at ${iso(lost.atMs)}, ${wall} does not exist there, and AWS skips it.`;
  }
  const around = [previousDue(timing, minute), nextDue(timing, minute)].filter((due) => due !== undefined).map(iso);
  return `${said}, is not due then; it is due at ${around.join(" and ") || "no time"}.`;
}

const iso = (at: number | undefined): string => (at === undefined ? "an unknown time" : isoSeconds(at));
