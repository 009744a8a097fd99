// Ends an attempt whose process crashed or was stopped, from what Lambda answered of it.
import type { Ledger } from "../ledger/ledger.ts";
import { findRun } from "../ledger/reads/find-run.ts";
import { boundError, finishAttempt } from "../ledger/writes/finish-attempt.ts";
import { functionErrorOf } from "./function-error.ts";

/** What it could not record of itself, Lambda says: the attempt need not wait for its lease to end. `payload` is Lambda's. */
export async function closeOpenAttempt(ledger: Ledger, runId: string, payload: string): Promise<void> {
  const item = await findRun(ledger, runId);
  if (item?.state !== "running") return;
  const { type, message } = functionErrorOf(payload);
  await finishAttempt(ledger, item, {
    outcome: type === "Sandbox.Timedout" ? "timed out" : "failed",
    startedAt: item.startedAt,
    error: boundError(type, message, undefined),
  });
}
