// What was in force of a job's schedules, whatever it was called then.
import type { Revision } from "../items/revision-item.ts";
import type { Ledger } from "../ledger.ts";
import { revisionsOfJob } from "../reads/revisions-of-job.ts";
import type { NameSpan } from "./names-of-job.ts";

/** `ofName` for whoever has read those of many names already. */
export async function revisionsOfNames(
  ledger: Ledger,
  names: readonly NameSpan[],
  ofName = (name: string): Promise<readonly Revision[]> => revisionsOfJob(ledger, name),
): Promise<readonly Revision[]> {
  const all = await Promise.all(
    names.map(async ({ name, after, until }) =>
      (await ofName(name)).filter(
        ({ fromAt }) => (after === undefined || fromAt > after) && (until === undefined || fromAt <= until),
      ),
    ),
  );
  return all.flat();
}
