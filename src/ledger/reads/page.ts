// Reads a Query to a wanted number of runs: DynamoDB ends a page at 1 MB whatever the limit (Query API reference).
import type { Item } from "../dynamo.ts";
import { parseRunItem, type RunItem } from "../items/run-item.ts";
import { parseRunId, runOrder } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";

export interface RunRange {
  /** Due at or after. */
  readonly fromAt?: number | undefined;
  /** Due before or at. */
  readonly toAt?: number | undefined;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

/** A page of runs in the order asked for; `cursor` is where the next one starts, undefined at the end. */
export interface RunPage {
  readonly runs: readonly RunItem[];
  readonly cursor: string | undefined;
}

export async function queryRuns(
  ledger: Ledger,
  query: Readonly<Record<string, unknown>>,
  limit: number,
  startKey: Item | undefined,
): Promise<RunPage> {
  const runs: RunItem[] = [];
  let from = startKey;
  let last: RunItem | undefined;
  do {
    const answer = await send(ledger, "Query", {
      ...query,
      Limit: limit - runs.length,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const read = ((answer["Items"] ?? []) as Item[]).map(parseRunItem).filter((run) => run !== undefined);
    runs.push(...read.filter((run) => isLive(run, ledger.clock.now())));
    last = read.at(-1) ?? last;
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from && runs.length < limit);
  return { runs, cursor: from && last ? cursorOf(last) : undefined };
}

/** TTL deletes days late, so what has expired is still there and must be looked past. */
function isLive(run: RunItem, now: number): boolean {
  return run.expiresAt === undefined || run.expiresAt * 1_000 > now;
}

export function cursorOf(run: RunItem): string {
  const ref = parseRunId(run.runId);
  return ref ? runOrder(ref) : "";
}
