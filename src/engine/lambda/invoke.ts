// Invoke: runs a function and waits, queues an event, or only checks that it could.
import { type Call, ServiceError } from "../service.ts";
import type { AsyncQueue } from "./async/async-queue.ts";
import type { Control } from "./control/control.ts";
import { invalid } from "./faults.ts";
import type { Invoker } from "./invoker.ts";
import { functionArn, readReference } from "./names.ts";

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: "Event" | "RequestResponse" | "DryRun";
  readonly LogType?: "None" | "Tail";
  readonly ClientContext?: string;
  readonly Payload?: Uint8Array;
}

/** Quotas page: 6 MB each way, 1 MB for an event. */
const REQUEST_BYTES = 6_291_456;
const EVENT_BYTES = 1_048_576;

export function invokeOperation(control: Control, invoker: Invoker, queue: AsyncQueue) {
  const { context } = control;
  return async (input: Input, call: Pick<Call, "requestId">) => {
    const { name, qualifier } = readReference(context, input.FunctionName, input.Qualifier);
    const version = control.invocable(name, qualifier);
    if (input.InvocationType === "DryRun") return { StatusCode: 204 };
    const payload = checkedPayload(input.Payload, input.InvocationType === "Event" ? EVENT_BYTES : REQUEST_BYTES);
    if (input.InvocationType === "Event") {
      queue.accept(call.requestId, name, qualifier, payload);
      return { StatusCode: 202 };
    }
    const outcome = await invoker.run(version, {
      requestId: call.requestId,
      payload,
      invokedArn: functionArn(context, name, qualifier),
      clientContext: decodedContext(input.ClientContext),
    });
    return {
      StatusCode: 200,
      ExecutedVersion: version.version,
      FunctionError: outcome.status === "success" ? undefined : "Unhandled",
      LogResult: input.LogType === "Tail" ? Buffer.from(outcome.logTail).toString("base64") : undefined,
      Payload: outcome.payload,
    };
  };
}

/** The event as text: `{}` when none was given. */
export function checkedPayload(payload: Uint8Array | string | undefined, most: number): string {
  const text = typeof payload === "string" ? payload : Buffer.from(payload ?? []).toString("utf8");
  if (Buffer.byteLength(text) > most) {
    const message = `Request must be smaller than ${most} bytes for the InvokeFunction operation`;
    throw new ServiceError("RequestTooLargeException", message, { Type: "User" });
  }
  if (text.trim() === "") return "{}";
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ServiceError("InvalidRequestContentException", `Could not parse request body into json: ${detail}`, {
      Type: "User",
    });
  }
}

export const checkedEvent = (payload: string) => checkedPayload(payload, EVENT_BYTES);

function decodedContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  try {
    JSON.parse(text);
    return text.replace(/[^\x20-\x7e]/g, "");
  } catch {
    throw invalid("Client context must be a valid Base64-encoded JSON object.");
  }
}
