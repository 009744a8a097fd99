// What a plan was made from: how many calls it took, and what stands as it was read earlier.
import type { CloudIdentity } from "../../apply/cloud.ts";
import type { Earlier } from "../../aws/observe/observation.ts";
import { systemClock } from "../../core/clock.ts";

export function readingText(
  environment: string,
  { account, region }: CloudIdentity,
  apiCalls: number,
  earlier: readonly Earlier[],
): string {
  const text = `environment ${environment} (account ${account}, ${region}), read with ${apiCalls} API calls`;
  if (earlier.length === 0) return text;
  const oldest = Math.min(...earlier.map(({ at }) => at));
  const minutes = Math.max(0, Math.floor((systemClock.now() - oldest) / 60_000));
  const ago = minutes === 0 ? "less than a minute ago" : `up to ${minutes} min ago`;
  return `${text}; ${earlier.length} details as read ${ago} (--full reads them)`;
}

/** In `--json`: what was not read for this plan, and when it was. */
export const asOfJson = (earlier: readonly Earlier[]): readonly Readonly<Record<string, string>>[] =>
  earlier.map(({ kind, name, at }) => ({ kind, name, at: new Date(at).toISOString() }));
