// The runs of one job by due time.
import { marshal, marshalItem } from "../items/attribute-value.ts";
import { isoSeconds, parseRunOrder, partitionOf, runItemKey } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryRuns, type RunPage, type RunRange } from "./page.ts";

export interface JobRunRange extends RunRange {
  /** True if left out. */
  readonly newestFirst?: boolean;
}

export function runsOfJob(ledger: Ledger, job: string, range: JobRunRange): Promise<RunPage> {
  const after = range.cursor === undefined ? undefined : parseRunOrder(range.cursor);
  const query = {
    KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to",
    ExpressionAttributeValues: {
      ":pk": marshal(partitionOf(job)),
      ":from": marshal(`RUN#${isoSeconds(range.fromAt ?? 0)}`),
      // `~` sorts after every suffix of the last second.
      ":to": marshal(range.toAt === undefined ? "RUN#~" : `RUN#${isoSeconds(range.toAt)}~`),
    },
    ScanIndexForward: !(range.newestFirst ?? true),
    ConsistentRead: true,
  };
  const start = after && marshalItem({ ...runItemKey(after) });
  return queryRuns(ledger, query, range.limit, start, range.filter);
}
