// Local times that did not exist because clocks went forward, and that nothing makes up for: skipped, and said so. Pure.
import type { Revision } from "../ledger/items/revision-item.ts";
import type { DueSpan } from "../ledger/reads/arrivals.ts";
import type { HoleRecord } from "../ledger/writes/record-hole.ts";
import { lostInGaps } from "../schedule/gaps/lost-in-gaps.ts";
import { parseAws } from "../schedule/parse-aws.ts";
import type { JobLook } from "./look-at-job.ts";

const SHOWN = 3;

/** One row for a gap, however many times a job loses in it: beside the run, if any, that is due the moment after. */
export function lostToClocks(look: Pick<JobLook, "job" | "revisions" | "span">): readonly HoleRecord[] {
  const { job, revisions, span } = look;
  const rows = new Map<number, HoleRecord>();
  for (const { revision, fromAt, toAt } of inForce(revisions, span)) {
    const { schedule, timezone, startAt, endAt, keepDays } = revision;
    const timing = { expression: parseAws(revision.expression), timezone, startAt, endAt };
    const lost = lostInGaps(timing, fromAt - 1, toAt - 1).filter(({ instead }) => {
      const day = new Date(instead.wallMs).toISOString().slice(0, 10).replaceAll("-", "");
      return !revisions.some((other) => other.schedule === `${schedule}.dst-${day}`);
    });
    const [first] = lost;
    if (!first || rows.has(first.atMs)) continue;
    const times = lost.slice(0, SHOWN).map(({ wallMs }) => new Date(wallMs).toISOString().slice(11, 16));
    const all = `${times.join(", ")}${lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : ""}`;
    const text = `${all} did not exist in ${timezone}: clocks went forward, and AWS skips it`;
    const cause = { kind: "clock change", text } as const;
    rows.set(first.atMs, { job, schedule, dueAt: first.atMs, cause, suffix: "dst", keepDays });
  }
  return [...rows.values()];
}

interface InForce extends DueSpan {
  readonly revision: Revision;
}

/** Each live revision with the part of the span in which it stood: one that was edited or paused soon after counts too. */
function inForce(revisions: readonly Revision[], span: DueSpan): readonly InForce[] {
  const ordered = [...revisions].sort((a, b) => a.fromAt - b.fromAt);
  return ordered
    .map((revision, index) => {
      const next = ordered.slice(index + 1).find(({ schedule }) => schedule === revision.schedule);
      const toAt = Math.min(span.toAt, next?.fromAt ?? span.toAt);
      return { revision, fromAt: Math.max(span.fromAt, revision.fromAt), toAt };
    })
    .filter(({ revision, fromAt, toAt }) => revision.enabled && !revision.unrecorded && fromAt < toAt);
}
