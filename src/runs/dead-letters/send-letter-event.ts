// Sends a letter's event to the function again. What claims its runs itself says how it ends; for what does not, it is noted here.
import { messageOf } from "../../core/error.ts";
import type { JsonObject } from "../../core/json.ts";
import { NEVER_AFTER_MS } from "../../history/run.ts";
import { decodeEnvelope } from "../../ledger/envelope.ts";
import { boundText, RESULT_BYTES } from "../../ledger/items/bounded.ts";
import { redaction } from "../../ledger/items/redacted.ts";
import type { RunItem } from "../../ledger/items/run-item.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { awaitAgain, endAwaited } from "../../ledger/writes/await-again.ts";
import { boundError } from "../../ledger/writes/finish-attempt.ts";
import { functionErrorOf } from "../function-error.ts";
import type { FunctionEvent, Invoker } from "../invoker.ts";

export interface Sending {
  readonly event: FunctionEvent;
  /** event: handed over, with the function's retries; request: one attempt, waited for. */
  readonly mode: "event" | "request";
  readonly invoker: Invoker;
}

export interface NotSent {
  /** left: not tried; failed: tried. */
  readonly status: "left" | "failed";
  readonly reason: string;
}

/** undefined where it was accepted, or has succeeded. Rejects where it could not be sent. */
export async function sendLetterEvent(sending: Sending): Promise<NotSent | undefined> {
  const answer = await sent(sending);
  return answer?.failure;
}

/** The same for a function that claims nothing: the run is noted as asked for before it is sent, so that it is sent once. */
export async function sendAwaited(ledger: Ledger, sending: Sending): Promise<NotSent | undefined> {
  const envelope = decodeEnvelope(JSON.parse(sending.event.payload));
  if (!envelope) return { status: "left", reason: "its event is none of ours" };
  if (!(await awaitAgain(ledger, envelope)))
    return { status: "left", reason: "its run was sent again by somebody else" };
  const { run, generation } = envelope;
  try {
    const answer = await sent(sending);
    if (!answer) return undefined;
    const { failure } = answer;
    const payload = redaction(envelope.input, envelope.policy.hide)(answer.payload);
    const result = boundText(payload, RESULT_BYTES);
    const error = functionErrorOf(payload);
    await endAwaited(
      ledger,
      { run, generation },
      failure
        ? { outcome: "failed", error: boundError(error.type, error.message, undefined) }
        : { outcome: "succeeded", result },
    );
    return failure;
  } catch (error) {
    const failed = boundError("NotStarted", messageOf(error), undefined);
    await endAwaited(ledger, { run, generation }, { outcome: "failed", error: failed });
    throw error;
  }
}

/** Its letter's own word: the recorder is told how its runs end, and nothing before. */
export const isToldOnly = (event: JsonObject): boolean =>
  typeof (event["policy"] as JsonObject | undefined)?.["toldWithin"] === "number";

/** Sent, and its function may be at it. */
export const isAwaited = ({ state, requestedAt }: RunItem, now: number): boolean =>
  state === "pending" && requestedAt !== undefined && requestedAt + NEVER_AFTER_MS > now;

async function sent({ event, mode, invoker }: Sending): Promise<Answer | undefined> {
  if (mode === "event") return void (await invoker.sendEvent(event));
  const { functionError, payload } = await invoker.call(event);
  const { type, message } = functionErrorOf(payload);
  return {
    payload,
    failure: functionError === undefined ? undefined : { status: "failed", reason: `${type}: ${message}` },
  };
}

interface Answer {
  readonly payload: string;
  readonly failure: NotSent | undefined;
}
