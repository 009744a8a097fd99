// Ids of recent runs, for completion.
import { recentRuns } from "../ledger/reads/recent-runs.ts";
import type { Connection } from "./connection.ts";

const DAY_MS = 86_400_000;

export async function recentRunIds({ readableLedger }: Connection): Promise<string[]> {
  const fromAt = readableLedger.clock.now() - DAY_MS;
  const { runs } = await recentRuns(readableLedger, { fromAt, limit: 50 });
  return runs.map(({ runId }) => runId);
}
