// The runs of one job by due time, whatever it was called when they ran.
import type { RunItem } from "../items/run-item.ts";
import { parseRunId, parseRunOrder, runOrder } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { cursorOf, type RunPage } from "../reads/page.ts";
import { type JobRunRange, runsOfJob } from "../reads/runs-of-job.ts";
import type { NameSpan } from "./names-of-job.ts";

export async function runsOfNames(
  ledger: Ledger,
  names: readonly [NameSpan, ...NameSpan[]],
  range: JobRunRange,
): Promise<RunPage> {
  const [own, ...former] = names;
  if (former.length === 0) return runsOfJob(ledger, own.name, within(own, range));
  const newestFirst = range.newestFirst ?? true;
  const after = range.cursor === undefined ? undefined : parseRunOrder(range.cursor);
  // Nothing is left out by DynamoDB: a page that ends early of one name would be held against a longer one of another.
  const { cursor: _cursor, filter: _filter, ...open } = range;
  // A page is cut at a due time, not at a place of one partition: what was shown is left out again.
  const rest = after ? { ...open, ...(newestFirst ? { toAt: after.dueAt } : { fromAt: after.dueAt }) } : open;
  const isAhead = (run: RunItem) => after === undefined || compare(orderOf(run), runOrder(after)) > 0;
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0) * (newestFirst ? -1 : 1);
  const limit = range.limit + (after ? MOST_OF_ONE_SECOND : 0);
  const pages = await Promise.all(names.map((name) => runsOfJob(ledger, name.name, within(name, { ...rest, limit }))));
  const found = pages.flatMap(({ runs }) => runs.filter(isAhead));
  found.sort((a, b) => compare(orderOf(a), orderOf(b)));
  const runs = found.slice(0, range.limit);
  const last = runs.at(-1);
  const isWhole = found.length <= range.limit && pages.every(({ cursor }) => cursor === undefined);
  return { runs, cursor: isWhole || !last ? undefined : cursorOf(last) };
}

/** Runs of a job due in one and the same second: by schedule, by hand, and their duplicates. */
const MOST_OF_ONE_SECOND = 100;

const orderOf = (run: RunItem): string => {
  const ref = parseRunId(run.runId);
  return ref ? runOrder(ref) : "";
};

function within({ after, until }: NameSpan, range: JobRunRange): JobRunRange {
  const fromAt = after === undefined ? range.fromAt : Math.max(after + 1, range.fromAt ?? 0);
  const toAt = until === undefined ? range.toAt : Math.min(until, range.toAt ?? until);
  return { ...range, fromAt, toAt };
}
