// What a run cost, at Lambda's public on-demand prices of us-east-1 (first tier; aws.amazon.com/lambda/pricing).
import type { RunItem } from "../ledger/items/run-item.ts";

const USD_PER_REQUEST = 0.2 / 1_000_000;
const USD_PER_GB_SECOND = { arm64: 0.0000133334, x86_64: 0.0000166667 } as const;

/** USD of one attempt: the request, and the memory it held for as long as it was billed. */
export function attemptCost(durationMs: number, memoryMb: number, architecture: "arm64" | "x86_64"): number {
  const gigabyteSeconds = (memoryMb / 1_024) * (Math.ceil(durationMs) / 1_000);
  return USD_PER_REQUEST + gigabyteSeconds * USD_PER_GB_SECOND[architecture];
}

/** null where nothing was run, or the function's size is not known. Rounded to a billionth. */
export function costOfAttempts(item: Pick<RunItem, "attempts" | "memoryMb" | "architecture">): number | null {
  const { memoryMb, architecture } = item;
  if (memoryMb === undefined || architecture === undefined) return null;
  const billed = item.attempts.filter((attempt) => attempt.durationMs !== undefined);
  if (billed.length === 0) return null;
  const usd = billed.reduce(
    (sum, { durationMs = 0, initMs = 0 }) => sum + attemptCost(durationMs + initMs, memoryMb, architecture),
    0,
  );
  return Number(usd.toFixed(9));
}
