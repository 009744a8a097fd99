// I1, I2, I4, I7: every due time has its account, and nothing ran that was not due. The due times are counted out minute by
// minute from what was in force.
import type { Run } from "../../../src/history/run.ts";
import { dueTimesOf } from "../scenario/plan.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import type { Evidence, InForce } from "../world/evidence.ts";
import type { Played } from "../world/play.ts";
import type { Finding } from "./finding.ts";

/** enabled: it had to fire; held: a pause held it back; unsure: an edit was under way. */
export type Due = "enabled" | "held" | "unsure";

const MINUTE_MS = 60_000;

export function expectedDues(job: PlayedJob, evidence: Evidence, endedAt: number): ReadonlyMap<number, Due> {
  const dues = new Map<number, Due>();
  for (const schedule of Object.keys(job.plans)) {
    const own = evidence.inForce.filter((force) => force.schedule === schedule);
    own.forEach((force, index) => {
      const isOff = !force.enabled && force.pausedUntil === undefined;
      const toAt = isOff ? force.sureAt : (own[index + 1]?.fromAt ?? endedAt);
      const sureTo = isOff ? toAt : (own[index + 1]?.sureAt ?? endedAt);
      for (const at of dueTimesOf(force.plan, force.fromAt, toAt - 1)) add(dues, at, dueOf(force, at));
      // Between the call and its answer either form may have been in force.
      for (const at of dueTimesOf(force.plan, toAt, sureTo)) add(dues, at, "unsure");
    });
  }
  return dues;
}

function dueOf(force: InForce, at: number): Due | undefined {
  if (at < force.sureAt) return "unsure";
  if (force.pausedUntil === undefined) return force.enabled ? "enabled" : undefined;
  return force.pausedUntil === null || at < force.pausedUntil ? "held" : "enabled";
}

/** Of two schedules that name a due time one that fires is enough. */
function add(dues: Map<number, Due>, at: number, due: Due | undefined): void {
  if (due !== undefined && dues.get(at) !== "enabled" && !(dues.get(at) === "unsure" && due === "held")) {
    dues.set(at, due);
  }
}

export function checkDueAccounts({ scenario, evidence, history, endedAt }: Played): readonly Finding[] {
  return scenario.jobs.flatMap((job) => {
    const dues = expectedDues(job, evidence, endedAt);
    const rows = history.get(job.name) ?? [];
    const found: Finding[] = [];
    for (const [at, due] of dues) {
      const key = `${job.name}#${iso(at)}`;
      const own = rows.filter((row) => row.key === key && row.reason !== "duplicate");
      const tell = (kind: Finding["kind"], text: string) => found.push({ kind, invariant: "I1", subject: key, text });
      if (own.length > 1) tell("unexplained", `it has ${own.length} accounts: ${own.map(({ status }) => status)}`);
      const [row] = own;
      if (!row && due !== "unsure") tell("lost", `due (${due}), and the history says nothing of it`);
      const isTold = !isUnnoted(job, at, evidence);
      if (row?.id === null && isTold) tell("unexplained", `${row.status}, and the watcher never wrote it down`);
      if (row?.status === "missed" && due === "held" && isTold)
        tell("unexplained", "held back by a pause, and called missed");
      if (row?.status === "missed" && due === "enabled" && !isExcused(job, at, evidence)) {
        tell("lost", "called missed, though the engine was up, its event was taken, and no letter tells of it");
      }
    }
    found.push(...phantomsOf(job, rows, dues, evidence));
    return found;
  });
}

/** A missed due time is explained by an engine that was away, or by a letter that is still there. */
function isExcused(job: PlayedJob, at: number, evidence: Evidence): boolean {
  const latest = at + ((job.windowMinutes ?? 0) + 1) * MINUTE_MS;
  const wasAway = evidence.engineAway.some(({ fromAt, toAt }) => fromAt <= latest && toAt >= at);
  const runId = `${job.name}.${iso(at).replaceAll(/[-:]/g, "")}`;
  return wasAway || evidence.letters.some((letter) => letter.runId === runId);
}

function phantomsOf(
  job: PlayedJob,
  rows: readonly Run[],
  dues: ReadonlyMap<number, Due>,
  evidence: Evidence,
): readonly Finding[] {
  const asked = new Set(evidence.asked.map(({ runId }) => runId));
  const found: Finding[] = [];
  const phantom = (subject: string, text: string) => found.push({ kind: "phantom", invariant: "I2", subject, text });
  for (const { runId, dueAt, startAt } of evidence.executions.filter((own) => own.job === job.name)) {
    const isDue = dues.get(dueAt) === "enabled" || dues.get(dueAt) === "unsure";
    if (!isDue && !asked.has(runId)) phantom(runId, "it ran, and neither a schedule nor anybody asked for it");
    if (startAt < dueAt) phantom(runId, `it started ${dueAt - startAt} ms before it was due`);
  }
  for (const { key, due, status, trigger } of rows) {
    if (trigger !== "schedule" || dues.has(Date.parse(due)) || key.endsWith(GAP)) continue;
    // Of a change that the ledger was not told of in time the watcher sees only what it sees in AWS.
    if (status === "missed" && isUnnoted(job, Date.parse(due), evidence)) continue;
    phantom(key, `a row (${status}) of no due time`);
  }
  return found;
}

/** What was in force then was told to the ledger only later: the command that put it in force had failed. */
export const isUnnoted = ({ name }: PlayedJob, at: number, { inForce }: Evidence): boolean =>
  inForce.some(
    ({ job, sureAt, notedAt = Number.POSITIVE_INFINITY }) =>
      job === name && sureAt <= at && at <= notedAt && notedAt > sureAt + MINUTE_MS,
  );

/** The row of a gap stands beside the run, if any, of the same instant. */
export const GAP = "#dst";

export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
