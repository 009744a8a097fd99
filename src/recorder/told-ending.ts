// What Lambda's record of an asynchronous invocation tells of a run. Pure.
// Page: Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
import type { JsonObject } from "../core/json.ts";
import { decodeEnvelope, type Envelope } from "../ledger/envelope.ts";
import { boundJson, RESULT_BYTES } from "../ledger/items/bounded.ts";
import { redaction } from "../ledger/items/redacted.ts";
import type { RunError } from "../ledger/items/run-item.ts";
import type { ToldEnding } from "../ledger/items/told-run.ts";
import { boundError } from "../ledger/writes/finish-attempt.ts";

/** undefined for what is no record, or one of an event that is no run of ours. */
export function toldEnding(record: unknown): ToldEnding | undefined {
  const { requestContext, requestPayload, responsePayload, responseContext, timestamp } = objectOf(record);
  const context = objectOf(requestContext);
  const { requestId, functionArn, condition, approximateInvokeCount } = context;
  const envelope = envelopeIn(requestPayload);
  const at = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  if (!envelope || typeof requestId !== "string" || typeof condition !== "string" || Number.isNaN(at)) return undefined;
  const invokes = typeof approximateInvokeCount === "number" ? Math.max(0, Math.trunc(approximateInvokeCount)) : 0;
  const shown = redaction(envelope.input, envelope.policy.hide);
  const told = { envelope, requestId, function: typeof functionArn === "string" ? functionArn : "", at };
  if (condition === "Success") {
    const result = boundJson(responsePayload, RESULT_BYTES, shown);
    // It did run, whatever the count says.
    return { ...told, ...SUCCESS, invokes: Math.max(1, invokes), result };
  }
  // Without an answer it was not run, or Lambda did not keep how that try ended.
  const error = responseContext ? errorIn(responsePayload, shown) : undefined;
  return {
    ...told,
    invokes: error ? Math.max(1, invokes) : invokes,
    outcome: error && isTimeout(error) ? "timed out" : "failed",
    error,
    result: undefined,
    reason: error ? undefined : reasonOf(condition, invokes),
    givenUp: envelope.policy.tries > 0,
  };
}

const SUCCESS = { outcome: "succeeded", error: undefined, reason: undefined, givenUp: false } as const;

const reasonOf = (condition: string, invokes: number): string => {
  const why = condition === "EventAgeExceeded" ? "the event grew too old" : condition;
  return `Lambda gave it up before it ran${invokes === 0 ? "" : " again"}: ${why}`;
};

/** Lambda's error object: `trace` in Node.js, `stackTrace` in the other runtimes. What is thrown may be anything. */
function errorIn(payload: unknown, shown: (text: string) => string): RunError {
  const { errorType, errorMessage, trace, stackTrace } = objectOf(payload);
  const stack = [trace, stackTrace].find(Array.isArray) as readonly unknown[] | undefined;
  const message = typeof errorMessage === "string" ? errorMessage : (JSON.stringify(payload) ?? "");
  const trail = stack && shown(stack.map(String).join("\n"));
  return boundError(typeof errorType === "string" ? errorType : "Error", shown(message), trail);
}

/** Of a function that ran out of time Lambda says no more than this sentence. */
const isTimeout = ({ type, message }: RunError): boolean =>
  type === "Sandbox.Timedout" || /\bTask timed out after [\d.]+ seconds$/.test(message);

function envelopeIn(event: unknown): Envelope | undefined {
  try {
    return decodeEnvelope(event);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : {};
