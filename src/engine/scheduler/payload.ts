// What a target is given: the schedule's Input with the context attributes in place (User Guide, Adding context attributes).
import type { Delivery } from "./delivery-rows.ts";
import { apiOf } from "./universal-target.ts";

/** What is due together is due at the same time. */
let last: readonly [at: number, text: string] = [0, "1970-01-01T00:00:00Z"];

/** UTC, to the second. */
export function scheduledTime({ dueAt }: Delivery): string {
  if (last[0] !== dueAt) last = [dueAt, `${new Date(dueAt).toISOString().slice(0, 19)}Z`];
  return last[1];
}

const KEYWORD = /<aws\.scheduler\.(schedule-arn|scheduled-time|execution-id|attempt-number)>/g;

/** Plain text replacement, in one pass: a keyword that only a replacement brought in stays as it is. */
export function payloadOf(delivery: Delivery, place: { readonly account: string; readonly region: string }): string {
  const { Input, Arn } = delivery.target;
  if (Input === undefined) return apiOf(Arn) ? "{}" : defaultNotification(delivery, place);
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": delivery.arn,
    "scheduled-time": scheduledTime(delivery),
    "execution-id": delivery.executionId,
    "attempt-number": String(delivery.attempt),
  };
  return Input.replace(KEYWORD, (keyword, name: string) => values[name] ?? keyword);
}

/** Without Input the Scheduler sends a notification of its own, shaped as an event of a bus. */
function defaultNotification(delivery: Delivery, place: { readonly account: string; readonly region: string }): string {
  return JSON.stringify({
    version: "0",
    id: delivery.executionId,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: place.account,
    time: scheduledTime(delivery),
    region: place.region,
    resources: [delivery.arn],
    detail: "{}",
  });
}
