// One invocation from START to REPORT in a given environment, and what its caller gets to see.
import { randomUUID } from "node:crypto";
import type { Environment } from "./environment.ts";
import type { Ending, InvocationOutcome, InvocationRequest } from "./invocation.ts";
import type { SystemLog } from "./system-log.ts";

export interface InvocationPlan {
  readonly request: InvocationRequest;
  readonly system: SystemLog;
  /** The engine's time. */
  readonly now: () => number;
  /** Whether the engine's time is not the machine's, so that the child has to be told it. */
  readonly virtual: boolean;
  /** How long init took, when this is the first invocation of a new environment. */
  readonly initDurationMs: number | undefined;
  /** An init that failed is reported as this invocation's ending. */
  readonly initEnding: Ending | undefined;
  /** What is left of the function's timeout. */
  readonly limitMs: number;
}

export async function runInvocation(environment: Environment, plan: InvocationPlan): Promise<InvocationOutcome> {
  const { request, system, initDurationMs } = plan;
  const { log, spec } = environment;
  log.system(system.start(request.requestId));
  const startedAt = performance.now();
  const ending =
    plan.initEnding ??
    (await environment.run(headersOf(plan, spec.timeoutMs), request.requestId, bytesOf(request.payload), plan.limitMs));
  const durationMs = ending.kind === "timedOut" ? spec.timeoutMs : performance.now() - startedAt;
  const seen = outcomeOf(ending, request.requestId, spec.timeoutMs);
  if (ending.kind === "timedOut") {
    const time = new Date(plan.now()).toISOString();
    log.system(`${time} ${request.requestId} Task timed out after ${(spec.timeoutMs / 1_000).toFixed(2)} seconds\n`);
  } else if (ending.kind === "exited") {
    log.system(`RequestId: ${request.requestId} Error: ${exitText(ending.reason)}\n${seen.errorType}`);
  }
  const end = system.end(request.requestId);
  if (end) log.system(end);
  log.system(
    system.report({
      requestId: request.requestId,
      status: seen.status,
      errorType: seen.errorType,
      durationMs,
      initDurationMs,
      maxMemoryMb: Math.min(environment.maxMemoryMb, spec.memoryMb),
    }),
  );
  return { ...seen, logTail: log.tail() };
}

function bytesOf(payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  return bytes.byteLength > 0 ? bytes : Buffer.from("{}");
}

function headersOf({ request, now, virtual }: InvocationPlan, timeoutMs: number): Record<string, string> {
  const nowAt = now();
  const headers: Record<string, string> = {
    "Lambda-Runtime-Aws-Request-Id": request.requestId,
    "Lambda-Runtime-Invocation-Id": randomUUID(),
    "Lambda-Runtime-Deadline-Ms": String(Math.trunc(nowAt + timeoutMs)),
    "Lambda-Runtime-Invoked-Function-Arn": request.invokedArn,
    "Lambda-Runtime-Trace-Id": `Root=1-${Math.trunc(nowAt / 1_000).toString(16)}-${request.requestId.replace(/-/g, "").slice(0, 24)};Sampled=0`,
  };
  if (virtual) headers["Lamplighter-Now-Ms"] = String(nowAt);
  if (request.clientContext) headers["Lambda-Runtime-Client-Context"] = request.clientContext;
  return headers;
}

const exitText = (reason: string) =>
  reason === "" ? "Runtime exited without providing a reason" : `Runtime exited with error: ${reason}`;

/** The words of each failure are Lambda's own (Developer Guide, troubleshooting of invocation errors). */
function outcomeOf(ending: Ending, requestId: string, timeoutMs: number): Omit<InvocationOutcome, "logTail"> {
  const error = (errorType: string, message: string) =>
    Buffer.from(JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` }));
  switch (ending.kind) {
    case "answered":
      return { status: "success", payload: ending.body, errorType: undefined };
    case "failed":
      return { status: "error", payload: ending.body, errorType: ending.errorType };
    case "timedOut": {
      const errorType = "Sandbox.Timedout";
      const message = `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
      return { status: "timeout", payload: error(errorType, message), errorType };
    }
    case "exited": {
      const errorType = "Runtime.ExitError";
      return { status: "failure", payload: error(errorType, exitText(ending.reason)), errorType };
    }
  }
}
