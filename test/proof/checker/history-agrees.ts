// I16, I17, I18, I31, I33: the history against what happened. A success had a handler that returned; a failure left a letter;
// a skip ran nothing, and had its reason; nothing is left half way.
import type { Run } from "../../../src/history/run.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import type { Change, Evidence, Execution } from "../world/evidence.ts";
import { LONGEST_WAY_MS, PATIENCE_MS } from "../world/network.ts";
import type { Played } from "../world/play.ts";
import type { Finding } from "./finding.ts";

export function checkHistory({ scenario, evidence, history }: Played): readonly Finding[] {
  return scenario.jobs.flatMap((job) => {
    const rows = (history.get(job.name) ?? []).filter(({ id }) => id !== null);
    return rows.flatMap((row) => checkRow(row, job, evidence));
  });
}

function checkRow(row: Run, job: PlayedJob, evidence: Evidence): readonly Finding[] {
  const found: Finding[] = [];
  const subject = row.id ?? row.key;
  const tell = (kind: Finding["kind"], invariant: string, text: string) => {
    found.push({ kind, invariant, subject, text });
  };
  const executions = evidence.executions.filter(({ runId }) => runId === row.id);
  const changes = evidence.changes.filter(({ runId }) => runId === row.id);
  const returned = executions.filter(({ end }) => end === "returned");
  const letters = evidence.letters.filter(({ runId }) => runId === row.id);
  if (row.status === "running" || row.status === "pending") tell("stuck", "I17", `it is still ${row.status}`);
  if (row.status === "succeeded" && returned.length === 0) tell("unexplained", "I18", "succeeded, but none returned");
  const waited = changes.at(-1)?.state === "pending";
  if (waited && row.status === "failed" && !wasNeverSent(row, changes)) {
    tell("stuck", "I17", "it waited and nobody started it");
  }
  const isFailed = row.status === "failed" || row.status === "dead";
  if (!waited && isFailed && letters.length === 0 && !mayFailAlone(row, changes, evidence)) {
    tell("lost", "I31", `${row.status} (${row.reason}), and no letter is left of it`);
  }
  if (row.status === "missed" && executions.length > 0) tell("unexplained", "I18", "called missed, but it ran");
  if (row.status === "skipped") {
    if (executions.length > 0) tell("unexplained", "I16", `skipped (${row.reason}), but it ran`);
    if (row.reason === "overlap" && !wasBusy(row, job, changes, evidence)) {
      tell("unexplained", "I10", "skipped for overlap, but nothing else of the job was going on");
    }
    if (row.reason === "late" && (job.startBySeconds === undefined || !wasLate(row, job, changes))) {
      tell("unexplained", "I3", "skipped as late, but it was not");
    }
  }
  found.push(...checkLateStart(row, job, executions));
  const tries = changes.filter(({ claim }, index) => claim !== undefined && claim !== changes[index - 1]?.claim);
  if (row.status !== "skipped" && row.reason !== "not started" && row.attempts.length > tries.length) {
    tell("unexplained", "I18", `${row.attempts.length} attempts in the history, ${tries.length} claims`);
  }
  for (const { attempt, startAt } of executions) {
    const isQueue = job.overlap === "queue";
    if (!isQueue && attempt > row.attempts.length) tell("unexplained", "I18", `attempt ${attempt} is gone: ${startAt}`);
  }
  return found;
}

/** Asked for by hand, and the asking was cut off. */
const wasNeverSent = ({ trigger }: Run, changes: readonly Change[]): boolean =>
  trigger === "manual" && changes.every(({ claim }) => claim === undefined);

/** One attempt was asked for, which somebody watched; or somebody asked it to stop. */
function mayFailAlone(row: Run, changes: readonly Change[], evidence: Evidence): boolean {
  const asked = evidence.asked.filter(({ runId }) => runId === row.id);
  if (row.trigger === "backfill" || asked.some(({ kind }) => kind === "backfill")) return true;
  if (asked.some(({ kind, acked }) => kind === "cancel" && acked)) return true;
  if (row.trigger === "manual") return true;
  return (
    row.reason?.startsWith("cancelled by") === true || changes.some(({ reason }) => reason?.startsWith("cancelled"))
  );
}

/** Something else of the job ran, or could still be taken to run, when it was skipped. */
function wasBusy(row: Run, job: PlayedJob, changes: readonly Change[], evidence: Evidence): boolean {
  const at = changes.findLast(({ state }) => state === "skipped")?.at ?? 0;
  const from = changes.findLast(({ state }) => state === "running")?.at ?? at;
  const others = evidence.invocations.filter(
    (one) => one.job === job.name && one.startAt <= at && mayLiveUntil(one) >= from,
  );
  const own = new Set(changes.map(({ requestId }) => requestId));
  return others.some(({ requestId }) => !own.has(requestId)) || Date.parse(row.due) === 0;
}

/** One that was killed, or could not reach the ledger, cannot say so: it counts until its deadline. */
const mayLiveUntil = ({ status, endAt, deadlineAt }: Evidence["invocations"][number]): number =>
  status === "success" ? (endAt ?? deadlineAt) : deadlineAt;

function wasLate({ due }: Run, job: PlayedJob, changes: readonly Change[]): boolean {
  const latest = Date.parse(due) + (job.startBySeconds ?? 0) * 1_000;
  const claimedAt = changes.findLast(({ state }) => state === "running")?.at ?? 0;
  // One that claimed in time and was told so only when its patience was over could not start in time either.
  const skippedAt = changes.findLast(({ state }) => state === "skipped")?.at ?? 0;
  return claimedAt + LONGEST_WAY_MS > latest || (skippedAt > latest && skippedAt - claimedAt >= PATIENCE_MS);
}

/** A ledger that does not answer, and a run that does not stop at once, take time of their own. */
const SLACK_MS = 100_000;

function checkLateStart(row: Run, job: PlayedJob, executions: readonly Execution[]): readonly Finding[] {
  const first = executions[0];
  if (job.startBySeconds === undefined || row.trigger !== "schedule" || first?.attempt !== 1) return [];
  const after = first.startAt - Date.parse(row.due) - job.startBySeconds * 1_000;
  if (first.trigger !== "schedule" || after <= SLACK_MS) return [];
  const text = `started ${Math.round(after / 1_000)} s after the latest time`;
  return [{ kind: "late", invariant: "I3", subject: row.id ?? row.key, text }];
}
