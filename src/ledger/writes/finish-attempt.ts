// How an attempt ended, written by the attempt that holds the run and by no other: a late writer changes nothing.
import { assignments } from "../items/assignments.ts";
import { marshal, marshalItem, type PlainObject } from "../items/attribute-value.ts";
import { type Bounded, boundText, ERROR_BYTES } from "../items/bounded.ts";
import {
  type Attempt,
  type Outcome,
  type Progress,
  parseRunItem,
  type RunError,
  type RunItem,
  type RunState,
} from "../items/run-item.ts";
import { parseRunId, runItemKey } from "../keys.ts";
import { type Ledger, sendConditional } from "../ledger.ts";

export interface Ending {
  readonly outcome: Outcome;
  /** Of a skip, or who cancelled the run. */
  readonly reason?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly error?: RunError | undefined;
  readonly result?: Bounded | undefined;
  readonly memoryUsedMb?: number | undefined;
  /** The last that was told, which may not have been written yet. */
  readonly progress?: Progress | undefined;
}

/** False when another attempt has taken the run over, or ended it: the ending was not recorded. */
export async function finishAttempt(ledger: Ledger, run: RunItem, ending: Ending): Promise<boolean> {
  const ref = parseRunId(run.runId);
  const open = run.attempts[run.attempt - 1];
  if (!ref || !open) return false;
  const endedAt = ledger.clock.now();
  const reason = ending.reason ?? (ending.outcome === "timed out" ? "timed out" : undefined);
  const { set, values } = assignments({
    state: stateAfter(run, ending.outcome),
    reason,
    endedAt,
    progress: ending.progress && { ...ending.progress },
    result: ending.result && { ...ending.result },
  });
  const answer = await sendConditional(ledger, "UpdateItem", {
    Key: marshalItem({ ...runItemKey(ref) }),
    UpdateExpression: `SET ${set}, #attempts[${run.attempt - 1}] = :closed`,
    ConditionExpression: "#state = :running AND #claim = :claim",
    ExpressionAttributeValues: {
      ...values,
      ":closed": marshal(closed(open, ending, endedAt, reason)),
      ":claim": marshal(run.claim ?? ""),
    },
  });
  if (answer.held) return true;
  // Our own write whose answer was lost: the run is ended, and by this claim.
  const now = answer.item && parseRunItem(answer.item);
  return now !== undefined && now.claim === run.claim && now.endedAt === endedAt;
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
