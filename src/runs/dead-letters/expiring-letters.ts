// Which letters SQS is about to delete: what they tell stays in the history, but they can be redriven no more.
import type { Letter } from "./letter.ts";

const DAY_MS = 86_400_000;
/** The longest that SQS keeps a message (SQS API, SetQueueAttributes: MessageRetentionPeriod), which the app's own queues have. */
const KEPT_MS = 14 * DAY_MS;
const SOON_MS = 2 * DAY_MS;

export interface ExpiringLetters {
  readonly count: number;
  /** When the first of them goes. */
  readonly firstAt: number;
}

/** undefined where none goes within two days. */
export function expiringLetters(letters: readonly Letter[], now: number): ExpiringLetters | undefined {
  const ends = letters.map(({ sentAt }) => sentAt + KEPT_MS).filter((endAt) => endAt - now < SOON_MS);
  return ends.length === 0 ? undefined : { count: ends.length, firstAt: Math.min(...ends) };
}
