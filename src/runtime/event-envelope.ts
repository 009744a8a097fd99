// An event that is no envelope of ours (a bus event, a test event) as a run of its own.
import { isObject } from "../core/is-object.ts";
import type { JsonObject } from "../core/json.ts";
import { DEFAULT_POLICY, type Envelope, textOf } from "../ledger/envelope.ts";
import { runKeyOf } from "../ledger/keys.ts";
import type { LambdaContext } from "./lambda-context.ts";

export interface Arrival {
  readonly event: unknown;
  readonly context: LambdaContext;
  /** Whose run it is. */
  readonly job: string;
  readonly now: number;
}

/** Lambda's retries carry the request id, and a bus event its time: with both, retries are attempts of one run. */
export function eventEnvelope({ event, context, job, now }: Arrival): Envelope {
  const fields = isObject(event) ? (event as JsonObject) : {};
  const said = Date.parse(textOf(fields["time"]) ?? "");
  const dueAt = Math.floor((Number.isNaN(said) ? now : said) / 1_000) * 1_000;
  return {
    run: {
      job,
      dueAt,
      suffix: context.awsRequestId
        .toLowerCase()
        .replaceAll(/[^0-9a-z]/g, "")
        .slice(0, 8),
    },
    runKey: runKeyOf(job, context.awsRequestId),
    trigger: "event",
    schedule: undefined,
    by: textOf(fields["source"]),
    delivery: undefined,
    deliveryAttempt: undefined,
    generation: 0,
    force: false,
    policy: { ...DEFAULT_POLICY, overlap: "allow", tries: 0 },
    input: fields,
  };
}
