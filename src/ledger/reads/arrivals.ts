// Which due times have a row, of all jobs or of one: no more of each is read than what says so.
import { marshal } from "../items/attribute-value.ts";
import { parseRunItem, type RunItem } from "../items/run-item.ts";
import { isoSeconds, partitionOf } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { queryWhole } from "./query-whole.ts";

export type Arrival = Pick<RunItem, "runKey" | "job" | "dueAt" | "trigger" | "schedule">;

/** Due at or after `fromAt`, and before `toAt`. */
export interface DueSpan {
  readonly fromAt: number;
  readonly toAt: number;
}

const DAY_MS = 86_400_000;
const MEMBERS = "#runId, #runKey, #state, #trigger, #schedule";

/** Of all jobs, by the index of the days. */
export async function arrivalsOf(ledger: Ledger, { fromAt, toAt }: DueSpan): Promise<readonly Arrival[]> {
  const found: Arrival[] = [];
  for (let day = Math.floor(fromAt / DAY_MS) * DAY_MS; day < toAt; day += DAY_MS) {
    const ofDay = await readAll(ledger, {
      IndexName: "recent",
      ConsistentRead: false,
      KeyConditionExpression: "#day = :day AND #sort BETWEEN :from AND :to",
      ExpressionAttributeValues: {
        ":day": marshal(isoSeconds(day).slice(0, 10)),
        ":from": marshal(isoSeconds(fromAt)),
        ":to": marshal(isoSeconds(toAt)),
      },
    });
    // Spread as arguments, a busy hour would be too many.
    for (const arrival of ofDay) found.push(arrival);
  }
  return found;
}

/** Of one job, read strongly. */
export function arrivalsOfJob(ledger: Ledger, job: string, { fromAt, toAt }: DueSpan): Promise<readonly Arrival[]> {
  return readAll(ledger, {
    KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to",
    ExpressionAttributeValues: {
      ":pk": marshal(partitionOf(job)),
      ":from": marshal(`RUN#${isoSeconds(fromAt)}`),
      ":to": marshal(`RUN#${isoSeconds(toAt)}`),
    },
  });
}

async function readAll(ledger: Ledger, query: Readonly<Record<string, unknown>>): Promise<readonly Arrival[]> {
  const items = await queryWhole(ledger, { ...query, ProjectionExpression: MEMBERS });
  const runs = items.map(parseRunItem).filter((run) => run !== undefined);
  return runs.map(({ runKey, job, dueAt, trigger, schedule }) => ({ runKey, job, dueAt, trigger, schedule }));
}
