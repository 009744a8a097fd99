// Starts runs by Lambda's Invoke: as an event that is accepted at once, or waiting for what the handler returns.
import type { Invocation, Invoker } from "../runs/invoker.ts";
import type { Clients } from "./clients.ts";

export interface Answer extends Invocation {
  /** What the handler returned, or Lambda's error object, as JSON text; empty for an event. */
  readonly payload: string;
  readonly requestId: string;
  readonly executedVersion: string | undefined;
  /** The last 4 KB of its log; undefined for an event. */
  readonly logTail: string | undefined;
}

export interface LambdaInvoker extends Invoker {
  invoke(functionArn: string, payload: string, mode: "event" | "request"): Promise<Answer>;
}

export function createInvoker(clients: Pick<Clients, "invocation">): LambdaInvoker {
  return {
    async invoke(functionArn, payload, mode) {
      const [lambda, { InvokeCommand }] = await Promise.all([clients.invocation(), import("@aws-sdk/client-lambda")]);
      const answer = await lambda.send(
        new InvokeCommand({
          FunctionName: functionArn,
          InvocationType: mode === "event" ? "Event" : "RequestResponse",
          Payload: new TextEncoder().encode(payload),
          ...(mode === "request" ? { LogType: "Tail" } : {}),
        }),
      );
      return {
        // A handler that failed is answered with status 200 too (Lambda API, Invoke).
        functionError: answer.FunctionError,
        payload: answer.Payload ? new TextDecoder().decode(answer.Payload) : "",
        requestId: answer.$metadata.requestId ?? "",
        executedVersion: answer.ExecutedVersion,
        logTail: answer.LogResult ? Buffer.from(answer.LogResult, "base64").toString("utf8") : undefined,
      };
    },
  };
}
