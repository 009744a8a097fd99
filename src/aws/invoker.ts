// Starts runs by Lambda's Invoke: as an event that is accepted at once, or waiting for what the handler returns.
import type { FunctionAnswer, FunctionEvent, Invoker } from "../runs/invoker.ts";
import type { Clients } from "./clients.ts";

export interface LambdaAnswer extends FunctionAnswer {
  readonly requestId: string;
  readonly executedVersion: string | undefined;
  /** The last 4 KB of its log; undefined for an event. */
  readonly logTail: string | undefined;
}

export interface LambdaInvoker extends Invoker {
  sendEvent(event: FunctionEvent): Promise<LambdaAnswer>;
  call(event: FunctionEvent): Promise<LambdaAnswer>;
}

export function createInvoker(clients: Pick<Clients, "invocation">): LambdaInvoker {
  const invoke = async (event: FunctionEvent, type: "Event" | "RequestResponse"): Promise<LambdaAnswer> => {
    const [lambda, { InvokeCommand }] = await Promise.all([clients.invocation(), import("@aws-sdk/client-lambda")]);
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: event.function,
        InvocationType: type,
        Payload: new TextEncoder().encode(event.payload),
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
    sendEvent: (event) => invoke(event, "Event"),
    call: (event) => invoke(event, "RequestResponse"),
  };
}
