// Reads a Query to a wanted number of runs: DynamoDB ends a page at 1 MB whatever the limit (Query API reference).
import type { Item } from "../dynamo.ts";
import { unmarshalItem } from "../items/attribute-value.ts";
import { PlainReader } from "../items/plain-reader.ts";
import { parseRunItem, type RunItem } from "../items/run-item.ts";
import { parseItemKey, parseRunId, runOrder } from "../keys.ts";
import { type Ledger, send } from "../ledger.ts";
import type { RunFilter } from "./run-filter.ts";

export interface RunRange {
  /** Due at or after. */
  readonly fromAt?: number | undefined;
  /** Due before or at. */
  readonly toAt?: number | undefined;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
  /** Then `limit` is of what is looked at, and a page may be empty though more follow. */
  readonly filter?: RunFilter | undefined;
}

/** A page of runs in the order asked for; `cursor` is where the next one starts, undefined at the end. */
export interface RunPage {
  readonly runs: readonly RunItem[];
  readonly cursor: string | undefined;
}

export async function queryRuns(
  ledger: Ledger,
  query: Query,
  limit: number,
  startKey: Item | undefined,
  filter?: RunFilter,
): Promise<RunPage> {
  const runs: RunItem[] = [];
  let from = startKey;
  do {
    const answer = await send(ledger, "Query", {
      ...filtered(query, filter),
      Limit: limit - runs.length,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const read = ((answer["Items"] ?? []) as Item[]).map(parseRunItem).filter((run) => run !== undefined);
    runs.push(...read.filter((run) => isLive(run, ledger.clock.now())));
    from = answer["LastEvaluatedKey"] as Item | undefined;
  } while (from && runs.length < limit && !filter);
  return { runs, cursor: from && cursorOfKey(from) };
}

type Query = Readonly<Record<string, unknown>> & { readonly ExpressionAttributeValues: Item };

const filtered = (query: Query, filter: RunFilter | undefined): Query =>
  filter
    ? {
        ...query,
        FilterExpression: filter.expression,
        ExpressionAttributeValues: { ...query.ExpressionAttributeValues, ...filter.values },
      }
    : query;

/** TTL deletes days late, so what has expired is still there and must be looked past. */
function isLive(run: RunItem, now: number): boolean {
  return run.expiresAt === undefined || run.expiresAt * 1_000 > now;
}

export function cursorOf(run: RunItem): string {
  const ref = parseRunId(run.runId);
  return ref ? runOrder(ref) : "";
}

/** Of the last item that was looked at, whether or not it is on the page. */
function cursorOfKey(key: Item): string | undefined {
  const read = new PlainReader(unmarshalItem(key));
  const ref = parseItemKey({ pk: read.text("pk") ?? "", sk: read.text("sk") ?? "" });
  return ref && runOrder(ref);
}
