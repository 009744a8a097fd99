// The runs of all jobs by due time, newest first: the index `recent` holds one partition for each UTC day.
import { marshal, marshalItem } from "../items/attribute-value.ts";
import type { RunItem } from "../items/run-item.ts";
import { isoSeconds, parseRunOrder, recentKey, runItemKey } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { cursorOf, queryRuns, type RunPage, type RunRange } from "./page.ts";

const DAY_MS = 86_400_000;

export interface RecentRange extends RunRange {
  /** Here a bound must be given: each day back is one Query, whether or not it holds anything. */
  readonly fromAt: number;
}

/** Eventually consistent, as every global index is (DynamoDB guide, "Read consistency"): a second behind, as a rule. */
export async function recentRuns(ledger: Ledger, range: RecentRange): Promise<RunPage> {
  const after = range.cursor === undefined ? undefined : parseRunOrder(range.cursor);
  const toAt = range.toAt ?? ledger.clock.now();
  const runs: RunItem[] = [];
  for (let at = after?.dueAt ?? toAt; startOfDay(at) + DAY_MS > range.fromAt; at = startOfDay(at) - 1) {
    const start = after && startOfDay(after.dueAt) === startOfDay(at) ? after : undefined;
    const page = await queryRuns(
      ledger,
      {
        IndexName: "recent",
        KeyConditionExpression: "#day = :day AND #sort BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":day": marshal(isoSeconds(at).slice(0, 10)),
          ":from": marshal(isoSeconds(range.fromAt)),
          ":to": marshal(`${isoSeconds(toAt)}~`),
        },
        ScanIndexForward: false,
      },
      range.limit - runs.length,
      start && marshalItem({ ...runItemKey(start), ...recentKey(start) }),
      range.filter,
    );
    runs.push(...page.runs);
    if (range.filter && page.cursor !== undefined) return { runs, cursor: page.cursor };
    const last = runs.at(-1);
    if (runs.length >= range.limit && last) return { runs, cursor: page.cursor ?? cursorOf(last) };
  }
  return { runs, cursor: undefined };
}

const startOfDay = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;
