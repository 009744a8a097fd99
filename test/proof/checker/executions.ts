// I10, I11, I15, I19: what handlers noted of themselves. No two of one run at once, none after a success was on record,
// none without a claim that is its own, and no two of a job beside each other where its rule forbids it.
import type { Evidence, Execution } from "../world/evidence.ts";
import type { Played } from "../world/play.ts";
import type { Finding } from "./finding.ts";

const FOREVER = Number.POSITIVE_INFINITY;
const endOf = ({ endAt = FOREVER }: Pick<Execution, "endAt">): number => endAt;

export function checkExecutions({ scenario, evidence }: Played): readonly Finding[] {
  const found: Finding[] = [];
  for (const job of scenario.jobs) {
    const own = evidence.executions.filter((one) => one.job === job.name).sort((a, b) => a.startAt - b.startAt);
    own.forEach((one, index) => {
      for (const other of own.slice(index + 1)) {
        if (other.startAt >= endOf(one)) continue;
        const both = `${one.runId} from ${clock(one.startAt)} and ${other.runId} from ${clock(other.startAt)}`;
        if (one.runId === other.runId) found.push(finding("duplicate", "I15", one, `ran twice at once: ${both}`));
        else if (job.overlap !== "allow") found.push(finding("overlap", "I10", one, `ran beside each other: ${both}`));
      }
      found.push(...checkOne(one, evidence));
    });
  }
  return found;
}

function checkOne(one: Execution, evidence: Evidence): readonly Finding[] {
  const changes = evidence.changes.filter(({ runId }) => runId === one.runId);
  const before = changes.filter(({ at }) => at <= one.startAt);
  const last = before.at(-1);
  const found: Finding[] = [];
  if (last?.state !== "running" || last.requestId !== one.requestId || last.attempt !== one.attempt) {
    found.push(finding("duplicate", "I19", one, `started on a claim that was not its own: ${JSON.stringify(last)}`));
  }
  if (one.end === undefined) found.push(finding("stuck", "I17", one, "its handler was still going at the end"));
  // Two that took effect: only where somebody asked for it again with force.
  const successes = changes.filter(({ state }, index) => state === "succeeded" && changes[index - 1]?.state !== state);
  const isForced = evidence.asked.some(({ runId, detail }) => runId === one.runId && detail === "force");
  if (!isForced && successes.length > 1) {
    found.push(finding("duplicate", "I11", one, `took effect ${successes.length} times`));
  }
  const success = before.findLast(({ state }) => state === "succeeded");
  if (!isForced && success) found.push(finding("duplicate", "I11", one, "ran again after its success was on record"));
  return found;
}

function finding(kind: Finding["kind"], invariant: string, { runId, attempt }: Execution, text: string): Finding {
  return { kind, invariant, subject: `${runId} attempt ${attempt}`, text };
}

const clock = (at: number): string => new Date(at).toISOString().slice(11, 23);
