// The names under which a job's runs are kept: its own, and those it had before, each for its time.
import type { Renames } from "../reads/renames.ts";

/** Runs of the job are those due after `after` and not after `until`, of the partition of this name. */
export interface NameSpan {
  readonly name: string;
  readonly after: number | undefined;
  readonly until: number | undefined;
}

/** The present name first. A name that went to another job before this one had it begins where that one's time ends. */
export function namesOfJob(job: string, renames: Renames): readonly [NameSpan, ...NameSpan[]] {
  const spans: [NameSpan, ...NameSpan[]] = [{ name: job, after: takenUntil(job, renames), until: undefined }];
  const seen = new Set([job]);
  let until: number | undefined;
  for (let rename = renames.get(job); rename; ) {
    until = rename.until === undefined ? until : Math.min(rename.until, until ?? rename.until);
    let next: string | undefined;
    for (const name of rename.was) {
      if (seen.has(name)) continue;
      seen.add(name);
      spans.push({ name, after: undefined, until });
      next = renames.has(name) ? name : next;
    }
    rename = next === undefined ? undefined : renames.get(next);
  }
  return spans;
}

export const plainNames = (spans: readonly NameSpan[]): readonly string[] => spans.map(({ name }) => name);

function takenUntil(name: string, renames: Renames): number | undefined {
  const ends = [...renames.values()].flatMap(({ was, until }) => (was.includes(name) && until ? [until] : []));
  return ends.length === 0 ? undefined : Math.max(...ends);
}
