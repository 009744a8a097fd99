// How an attempt ended, written by the attempt that holds the run and by no other: a late writer changes nothing.
import { marshal, type PlainObject } from "../items/attribute-value.ts";
import { type Bounded, boundText, ERROR_BYTES } from "../items/bounded.ts";
import type { Attempt, Outcome, RunError, RunItem, RunState, SkipReason } from "../items/run-item.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

export interface Ending {
  readonly outcome: Outcome;
  /** Of a skip. */
  readonly reason?: SkipReason | undefined;
  readonly startedAt?: number | undefined;
  readonly error?: RunError | undefined;
  readonly result?: Bounded | undefined;
  readonly memoryUsedMb?: number | undefined;
}

/** False when another attempt has taken the run over, or ended it: the ending was not recorded. */
export async function finishAttempt(ledger: Ledger, run: RunItem, ending: Ending): Promise<boolean> {
  const ref = parseRunId(run.runId);
  const open = run.attempts[run.attempt - 1];
  if (!ref || !open) return false;
  const endedAt = ledger.clock.now();
  const reason = ending.reason ?? (ending.outcome === "timed out" ? "timed out" : undefined);
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: { pk: marshal(runItemKey(ref).pk), sk: marshal(runItemKey(ref).sk) },
    UpdateExpression:
      `SET #state = :state, #endedAt = :endedAt, #attempts[${run.attempt - 1}] = :attempt` +
      (reason === undefined ? " REMOVE #reason" : ", #reason = :reason") +
      (ending.result ? `${reason === undefined ? " SET" : ","} #result = :result` : ""),
    ConditionExpression: "#state = :running AND #claim = :claim",
    ExpressionAttributeValues: {
      ":state": marshal(stateAfter(run, ending.outcome)),
      ":endedAt": marshal(endedAt),
      ":attempt": marshal(closed(open, ending, endedAt, reason)),
      ":running": marshal("running"),
      ":claim": marshal(run.claim ?? ""),
      ...(reason === undefined ? {} : { ":reason": marshal(reason) }),
      ...(ending.result ? { ":result": marshal({ ...ending.result }) } : {}),
    },
  });
  return answer.held;
}

/** A retry that had to be skipped leaves the run as failed as it was before. */
function stateAfter(run: RunItem, outcome: Outcome): RunState {
  if (outcome === "succeeded") return "succeeded";
  return outcome === "skipped" && run.attempt === 1 ? "skipped" : "failed";
}

function closed(open: Attempt, ending: Ending, endedAt: number, reason: string | undefined): PlainObject {
  const startedAt = ending.startedAt;
  return {
    ...open,
    startedAt,
    endedAt,
    durationMs: startedAt === undefined ? undefined : endedAt - startedAt,
    outcome: ending.outcome,
    reason,
    error: ending.error && { ...ending.error },
    memoryUsedMb: ending.memoryUsedMb,
  };
}

/** Bounded as a whole; the stack, which repeats the message, is kept as far as there is room. */
export function boundError(type: string, message: string, stack: string | undefined): RunError {
  const text = boundText(message, ERROR_BYTES / 2);
  const trace = stack === undefined ? undefined : boundText(stack, ERROR_BYTES / 2);
  return {
    type: boundText(type, 200).text,
    message: text.text,
    stack: trace?.text,
    truncated: text.truncated || trace?.truncated === true,
  };
}
