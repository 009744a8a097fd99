// The history and the dead letters against what the handlers noted: each due time has its account, each success its end, and
// nothing ran twice at once.
import type { Run } from "../../../src/history/run.ts";
import { JOBS, type KilledJob, type Noted } from "./make-project.ts";

export interface Life {
  /** From when the engine was there, until it was killed. */
  readonly fromAt: number;
  readonly toAt: number;
}

export interface Letter {
  readonly job: string;
  readonly due: string | null;
}

export interface Found {
  readonly lives: readonly Life[];
  readonly evidence: readonly Noted[];
  readonly runs: readonly Run[];
  readonly letters: readonly Letter[];
  /** The due times after this are not judged. */
  readonly endAt: number;
}

export interface Verdict {
  readonly dues: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly wrong: readonly string[];
}

const MINUTE_MS = 60_000;
/** What is due this shortly before a kill may not have been fired any more, and this shortly after a start late. */
const EDGE_MS = 10_000;

interface Call {
  readonly run: string;
  readonly fromAt: number;
  readonly toAt: number;
  readonly end: Noted["phase"] | undefined;
}

export function checkRuns(found: Found): Verdict {
  const verdicts = JOBS.map((job) => checkJob(job, found));
  const statuses: Record<string, number> = {};
  for (const { status } of found.runs) statuses[status] = (statuses[status] ?? 0) + 1;
  const known = new Set(found.runs.map(({ id }) => id));
  const unknown = new Set(found.evidence.map(({ run }) => run).filter((run) => !known.has(run)));
  return {
    dues: verdicts.reduce((sum, { dues }) => sum + dues, 0),
    statuses,
    calls: found.evidence.filter(({ phase }) => phase === "begin").length,
    wrong: [
      ...[...unknown].map((run) => `${run}: it ran, and the history does not know it`),
      ...verdicts.flatMap(({ wrong }) => wrong),
    ],
  };
}

function checkJob(job: KilledJob, { lives, evidence, runs, letters, endAt }: Found) {
  const wrong: string[] = [];
  const calls = callsOf(job, evidence, lives);
  const rows = runs.filter((run) => run.job === job.name && run.trigger === "schedule" && run.reason !== "duplicate");
  const step = job.every * MINUTE_MS;
  let dues = 0;
  for (let at = Math.ceil((lives[0]?.fromAt ?? 0) / step) * step; at <= endAt; at += step) {
    dues++;
    const own = rows.filter(({ due }) => Date.parse(due) === at);
    const name = `${job.name} ${new Date(at).toISOString()}`;
    const [row] = own;
    if (own.length !== 1 || !row) wrong.push(`${name}: ${own.length} rows: ${own.map(({ status }) => status)}`);
    else wrong.push(...checkRow(row, calls, letters, lives).map((text) => `${name}: ${row.status}, ${text}`));
  }
  wrong.push(...overlapsOf(job, calls));
  return { dues, wrong };
}

function checkRow(row: Run, calls: readonly Call[], letters: readonly Letter[], lives: readonly Life[]): string[] {
  const own = calls.filter(({ run }) => run === row.id);
  const wrong: string[] = [];
  const at = Date.parse(row.due);
  const hasLetter = letters.some(({ job, due }) => job === row.job && due !== null && Date.parse(due) === at);
  switch (row.status) {
    case "succeeded": {
      if (own.every(({ end }) => end !== "end")) wrong.push("no handler came to its end");
      const endedAt = Date.parse(row.endedAt ?? "");
      if (own.some(({ fromAt }) => fromAt > endedAt)) wrong.push("it began again after its success");
      break;
    }
    case "failed":
    case "dead":
      if (!hasLetter && !isCancelled(row))
        wrong.push(`no letter tells of it (${row.reason ?? row.attempts.map(({ outcome }) => outcome)})`);
      break;
    case "skipped":
      if (own.length > 0) wrong.push("it ran");
      if (row.reason === null) wrong.push("nobody says why");
      break;
    case "missed":
      if (own.length > 0) wrong.push("it ran");
      // One that never came as far as its claim is told of by its letter alone.
      if (!hasLetter && lives.some(({ fromAt, toAt }) => at >= fromAt + EDGE_MS && at <= toAt - EDGE_MS))
        wrong.push(`the engine was there (${row.reason})`);
      break;
    default:
      wrong.push("it has not come to its end");
  }
  return wrong;
}

const isCancelled = ({ reason }: Run): boolean => reason?.startsWith("cancelled") === true;

/** One that came to no end ended with its engine, or with its time. */
function callsOf(job: KilledJob, evidence: readonly Noted[], lives: readonly Life[]): readonly Call[] {
  const own = evidence.filter((noted) => noted.job === job.name);
  return own
    .filter(({ phase }) => phase === "begin")
    .map(({ run, at, call }) => {
      const end = own.find((noted) => noted.call === call && noted.phase !== "begin");
      const killedAt = lives.find(({ toAt }) => toAt >= at)?.toAt ?? Number.POSITIVE_INFINITY;
      return { run, fromAt: at, toAt: end?.at ?? Math.min(killedAt, at + job.timeoutSeconds * 1_000), end: end?.phase };
    });
}

function overlapsOf({ overlap }: KilledJob, calls: readonly Call[]): readonly string[] {
  const wrong: string[] = [];
  const ordered = [...calls].sort((a, b) => a.fromAt - b.fromAt);
  ordered.forEach((one, index) => {
    for (const other of ordered.slice(index + 1)) {
      if (other.fromAt >= one.toAt) break;
      const both = `${one.run} until ${new Date(one.toAt).toISOString()} and ${other.run} from ${new Date(other.fromAt).toISOString()}`;
      if (one.run === other.run) wrong.push(`ran twice at once: ${both}`);
      else if (overlap !== "allow") wrong.push(`ran beside each other: ${both}`);
    }
  });
  return wrong;
}
