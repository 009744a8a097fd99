// Where an event ends: the record for a destination, and the plain event for a function's dead-letter queue.
// Page: "Capturing records of Lambda asynchronous invocations".
import type { InvocationOutcome } from "../host/invocation.ts";
import type { EventRow } from "./events-table.ts";

export type QueueAttributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

export interface Ended {
  readonly event: EventRow;
  /** Qualified. */
  readonly functionArn: string;
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  readonly attempts: number;
  readonly executedVersion: string;
  /** Undefined when the function was not run at all. */
  readonly outcome: Pick<InvocationOutcome, "status" | "payload"> | undefined;
}

export function destinationRecord(ended: Ended, nowAt: number): object {
  const { event, outcome } = ended;
  return {
    version: "1.0",
    timestamp: new Date(nowAt).toISOString(),
    requestContext: {
      requestId: event.request_id,
      functionArn: ended.functionArn,
      condition: ended.condition,
      approximateInvokeCount: ended.attempts,
    },
    requestPayload: JSON.parse(event.payload),
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: ended.executedVersion,
        ...(outcome.status !== "success" && { functionError: "Unhandled" }),
      },
      responsePayload: jsonOf(outcome.payload),
    }),
  };
}

/** Attributes of a message in a function's dead-letter queue; the error's text is cut at 1 KB (same page). */
export function deadLetterAttributes({ event, outcome }: Ended): QueueAttributes {
  const error = outcome && (jsonOf(outcome.payload) as { errorMessage?: unknown } | null);
  const message = typeof error?.errorMessage === "string" ? error.errorMessage : "The event was not processed.";
  return {
    RequestID: { DataType: "String", StringValue: event.request_id },
    ErrorCode: { DataType: "Number", StringValue: outcome ? "200" : "429" },
    ErrorMessage: { DataType: "String", StringValue: message.slice(0, 1_024) || "-" },
  };
}

function jsonOf(payload: Uint8Array): unknown {
  const text = Buffer.from(payload).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
