// One invocation from START to REPORT in a given environment, and what its caller gets to see.
import { randomUUID } from "node:crypto";
import type { Environment } from "./environment.ts";
import { exitMessage } from "./exit-reason.ts";
import type { Ending, InvocationOutcome, InvocationRequest } from "./invocation.ts";
import type { Started } from "./start-environment.ts";
import type { SystemLog } from "./system-events.ts";

export interface InvocationPlan {
  readonly request: InvocationRequest;
  readonly system: SystemLog;
  /** The engine's time. */
  readonly now: () => number;
  /** Whether the engine's time is not the machine's, so that the child has to be told it. */
  readonly virtual: boolean;
  /** How the environment came about, when this is its first invocation. */
  readonly started: Omit<Started, "environment"> | undefined;
}

export async function runInvocation(environment: Environment, plan: InvocationPlan): Promise<InvocationOutcome> {
  const { request, system, started } = plan;
  const { log, spec } = environment;
  const startedAt = performance.now();
  const toldAt = plan.now();
  const spentMs = started?.spentMs ?? 0;
  const limitMs = Math.max(1, spec.timeoutMs - spentMs);
  const running =
    started?.failed ?? environment.run(headersOf(plan, limitMs), request.requestId, bytesOf(request.payload), limitMs);
  // The function is at work meanwhile; nothing it prints is read in this turn of the loop. Its lines have times of its own, none
  // of which may lie before this one's.
  log.system(system.start(request.requestId), toldAt);
  const ending = await running;
  const durationMs = ending.kind === "timedOut" ? spec.timeoutMs : spentMs + performance.now() - startedAt;
  const seen = outcomeOf(ending, request.requestId, spec.timeoutMs);
  log.system(
    system.done({
      requestId: request.requestId,
      status: seen.status === "failure" ? "error" : seen.status,
      errorType: seen.status === "timeout" ? undefined : seen.errorType,
      message: messageOf(ending, spec.timeoutMs),
      durationMs,
      initDurationMs: started?.initDurationMs,
      maxMemoryMb: Math.min(environment.maxMemoryMb, spec.memoryMb),
      producedBytes: seen.status === "success" ? seen.payload.byteLength : 0,
      dropped: log.dropped,
    }),
  );
  return { ...seen, logTail: log.tail() };
}

function bytesOf(payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  return bytes.byteLength > 0 ? bytes : Buffer.from("{}");
}

function headersOf({ request, now, virtual }: InvocationPlan, limitMs: number): Record<string, string> {
  const nowAt = now();
  const headers: Record<string, string> = {
    "Lambda-Runtime-Aws-Request-Id": request.requestId,
    "Lambda-Runtime-Invocation-Id": randomUUID(),
    "Lambda-Runtime-Deadline-Ms": String(Math.trunc(nowAt + limitMs)),
    "Lambda-Runtime-Invoked-Function-Arn": request.invokedArn,
    "Lambda-Runtime-Trace-Id": `Root=1-${Math.trunc(nowAt / 1_000).toString(16)}-${request.requestId.replace(/-/g, "").slice(0, 24)};Sampled=0`,
  };
  if (virtual) headers["Lamplighter-Now-Ms"] = String(nowAt);
  if (request.clientContext) headers["Lambda-Runtime-Client-Context"] = request.clientContext;
  return headers;
}

/** What Lambda says itself, in its words (Developer Guide, troubleshooting of invocation errors). */
function messageOf(ending: Ending, timeoutMs: number): string | undefined {
  switch (ending.kind) {
    case "answered":
    case "failed":
      return undefined;
    case "timedOut":
      return `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
    case "exited":
      if (ending.errorType === "Runtime.InvalidEntrypoint") return ending.reason;
      return exitMessage(ending.reason);
  }
}

function outcomeOf(ending: Ending, requestId: string, timeoutMs: number): Omit<InvocationOutcome, "logTail"> {
  switch (ending.kind) {
    case "answered":
      return { status: "success", payload: ending.body, errorType: undefined };
    case "failed":
      return { status: "error", payload: ending.body, errorType: ending.errorType };
    case "timedOut":
    case "exited": {
      const errorType = ending.kind === "timedOut" ? "Sandbox.Timedout" : ending.errorType;
      const errorMessage = `RequestId: ${requestId} Error: ${messageOf(ending, timeoutMs)}`;
      const payload = Buffer.from(JSON.stringify({ errorType, errorMessage }));
      return { status: ending.kind === "timedOut" ? "timeout" : "failure", payload, errorType };
    }
  }
}
