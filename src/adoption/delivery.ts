// How hard delivery is tried and where what is given up on goes: always written out, since the file's defaults are not AWS's.
import type { Json } from "../core/json.ts";
import { type Skipped, type Source, skipped } from "./draft.ts";

export interface Delivery {
  readonly attempts: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly deadLetterArn: string | undefined;
}

/** Scheduler and EventBridge alike, where nothing is said (User Guides, retry policy). */
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_MAX_AGE_SECONDS = 86_400;

/** The form that the file takes: a standard queue. */
const QUEUE = /^arn:aws(?:-[a-z]+)?:sqs:([a-z0-9-]+):(\d{12}):[A-Za-z0-9_-]{1,80}$/;

export function deliveryOf(
  { attempts = DEFAULT_ATTEMPTS, maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS, deadLetterArn }: Delivery,
  source: Source,
): { readonly delivery: Json; readonly deadLetter: string | false; readonly left: readonly Skipped[] } {
  const delivery = { attempts, maxAge: spanText(maxAgeSeconds) };
  const obstacle = deadLetterArn === undefined ? undefined : obstacleOf(deadLetterArn, source.arn);
  if (deadLetterArn === undefined || obstacle === undefined)
    return { delivery, deadLetter: deadLetterArn ?? false, left: [] };
  return { delivery, deadLetter: false, left: [skipped(source, "dead-letter queue", `${deadLetterArn} ${obstacle}`)] };
}

function obstacleOf(queue: string, origin: string): string | undefined {
  const [, region, account] = QUEUE.exec(queue) ?? [];
  const [, , , ownRegion, ownAccount] = origin.split(":");
  if (region === undefined) return "is no standard queue";
  if (region !== ownRegion) return `is in ${region}; a job's queue is in its own region`;
  return account === ownAccount ? undefined : `belongs to account ${account}; a job's queue is in its own account`;
}

/** `90s`, `15m`, `2h`, in whole units. */
export function spanText(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
