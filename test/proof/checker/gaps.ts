// I7: of local times that did not exist there is one row for a gap, where somebody was to run then, and none elsewhere.
import { gapsIn } from "../scenario/plan.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import type { Evidence, InForce } from "../world/evidence.ts";
import type { Played } from "../world/play.ts";
import { GAP, iso, isUnnoted } from "./due-accounts.ts";
import type { Finding } from "./finding.ts";

export function checkGaps({ scenario, evidence, history, endedAt }: Played): readonly Finding[] {
  return scenario.jobs.flatMap((job) => {
    const gaps = gapsOf(job, evidence, endedAt);
    const rows = (history.get(job.name) ?? []).filter(({ key }) => key.endsWith(GAP));
    const found: Finding[] = [];
    for (const [at, isSure] of gaps) {
      const own = rows.filter(({ due }) => Date.parse(due) === at);
      const subject = `${job.name}#${iso(at)}${GAP}`;
      const tell = (text: string) => found.push({ kind: "unexplained", invariant: "I7", subject, text });
      if (own.length > 1) tell(`${own.length} rows of one gap`);
      if (own.length === 0 && isSure) tell("clocks went forward over a due time, and the history says nothing of it");
    }
    for (const { key, due } of rows) {
      if (gaps.has(Date.parse(due))) continue;
      found.push({
        kind: "phantom",
        invariant: "I7",
        subject: key,
        text: "a gap in which nothing would have been due",
      });
    }
    return found;
  });
}

/** By instant; false where a change was under way, or not noted yet. */
function gapsOf(job: PlayedJob, evidence: Evidence, endedAt: number): ReadonlyMap<number, boolean> {
  const gaps = new Map<number, boolean>();
  const add = (at: number, isSure: boolean) => gaps.set(at, gaps.get(at) === true || isSure);
  for (const schedule of Object.keys(job.plans)) {
    const own = evidence.inForce.filter((force) => force.schedule === schedule);
    own.forEach((force, index) => {
      const next: InForce | undefined = own[index + 1];
      for (const at of gapsIn(force.plan, force.fromAt, next?.sureAt ?? endedAt)) {
        const isChanging = at < force.sureAt || at >= (next?.fromAt ?? endedAt);
        if (isLive(force, at)) add(at, !isChanging && !isUnnoted(job, at, evidence));
        else if (isChanging || isUnnoted(job, at, evidence)) add(at, false);
      }
    });
  }
  return gaps;
}

const isLive = ({ enabled, pausedUntil }: InForce, at: number): boolean =>
  pausedUntil === undefined ? enabled : pausedUntil !== null && at >= pausedUntil;
