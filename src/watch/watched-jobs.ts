// Which jobs a look goes through: each under its present name, with what was in force and ran under its former ones. Pure.
import type { Revision } from "../ledger/items/revision-item.ts";
import { namesOfJob, plainNames } from "../ledger/lineage/names-of-job.ts";
import type { Renames } from "../ledger/reads/renames.ts";

export interface WatchedJob {
  readonly job: string;
  /** The present one first. */
  readonly names: readonly string[];
  readonly revisions: readonly Revision[];
}

/** In the order of their names. A name that is giving way to another just now is that other job's. */
export function watchedJobs(
  revisions: ReadonlyMap<string, readonly Revision[]>,
  renames: Renames,
): readonly WatchedJob[] {
  const leaving = new Set([...renames.values()].flatMap(({ was, until }) => (until === undefined ? was : [])));
  return [...revisions.keys()]
    .filter((job) => !leaving.has(job))
    .sort()
    .map((job) => {
      const spans = namesOfJob(job, renames);
      const own = spans.flatMap(({ name, after = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }) =>
        (revisions.get(name) ?? []).filter(({ fromAt }) => fromAt > after && fromAt <= until),
      );
      return { job, names: plainNames(spans), revisions: own };
    })
    .filter((watched) => watched.revisions.length > 0);
}
