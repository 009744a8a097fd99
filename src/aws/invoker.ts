// Invokes a function: as an event that is answered at once, or waiting for what it returns.
import type { Clients } from "./clients.ts";

export interface Invocation {
  /** Name or ARN; `:live` for the alias. */
  readonly function: string;
  readonly payload: Uint8Array | string;
}

export interface InvocationAnswer {
  /** What the handler returned, or Lambda's error object, as JSON text; empty for an event. */
  readonly payload: string;
  /** Set when the handler failed: Lambda answers that with status 200 too (Lambda API, Invoke). */
  readonly functionError: string | undefined;
  readonly requestId: string;
  readonly executedVersion: string | undefined;
  /** The last 4 KB of its log; undefined for an event. */
  readonly logTail: string | undefined;
}

export interface Invoker {
  /** Resolves when Lambda has queued the event. */
  sendEvent(invocation: Invocation): Promise<InvocationAnswer>;
  /** Resolves when the handler has ended. */
  call(invocation: Invocation): Promise<InvocationAnswer>;
}

export function createInvoker(clients: Pick<Clients, "invocation">): Invoker {
  const invoke = async (invocation: Invocation, type: "Event" | "RequestResponse"): Promise<InvocationAnswer> => {
    const [client, { InvokeCommand }] = await Promise.all([clients.invocation(), import("@aws-sdk/client-lambda")]);
    const payload = invocation.payload;
    const answer = await client.send(
      new InvokeCommand({
        FunctionName: invocation.function,
        InvocationType: type,
        Payload: typeof payload === "string" ? new TextEncoder().encode(payload) : payload,
        ...(type === "RequestResponse" ? { LogType: "Tail" } : {}),
      }),
    );
    return {
      payload: answer.Payload ? new TextDecoder().decode(answer.Payload) : "",
      functionError: answer.FunctionError,
      requestId: answer.$metadata.requestId ?? "",
      executedVersion: answer.ExecutedVersion,
      logTail: answer.LogResult ? Buffer.from(answer.LogResult, "base64").toString("utf8") : undefined,
    };
  };
  return {
    sendEvent: (invocation) => invoke(invocation, "Event"),
    call: (invocation) => invoke(invocation, "RequestResponse"),
  };
}
