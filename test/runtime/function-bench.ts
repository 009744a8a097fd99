// A function around a handler as Lambda would call it: its context, its environment, its ledger on the engine.
import { systemRandom } from "../../src/core/random.ts";
import type { VirtualClock } from "../../src/core/virtual-clock.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { createHandler } from "../../src/runtime/create-handler.ts";
import type { LambdaContext } from "../../src/runtime/lambda-context.ts";
import { MINUTE } from "../ledger/ledger-bench.ts";

export interface FunctionBench {
  /** One invocation; `requestId` is the same for Lambda's retries. */
  invoke(event: unknown, requestId: string): Promise<unknown>;
  /** Events that the runtime handed to Lambda. */
  readonly sent: readonly Record<string, unknown>[];
  readonly lines: readonly Record<string, unknown>[];
}

export function functionOf(
  userExport: unknown,
  ledger: Ledger & { readonly clock: VirtualClock },
  environment: Readonly<Record<string, string>> = {},
): FunctionBench {
  const lines: Record<string, unknown>[] = [];
  const sent: Record<string, unknown>[] = [];
  const keep = (level: string) => (text: string) => void lines.push({ level, ...JSON.parse(text) });
  const handler = createHandler(userExport, {
    clock: ledger.clock,
    random: systemRandom,
    environment: { LAMP_JOB: "report", ...environment },
    print: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
    ledger: () => ledger,
    sendEvent: async (_function, event) => void sent.push(JSON.parse(event)),
  });
  return { lines, sent, invoke: (event, requestId) => handler(event, contextFor(requestId, ledger.clock)) };
}

export function contextFor(requestId: string, clock: VirtualClock, timeoutMs = MINUTE): LambdaContext {
  const deadlineAt = clock.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName: "acme-local-report",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:acme-local-report:live",
    memoryLimitInMB: "256",
    logGroupName: "/aws/lambda/acme-local-report",
    logStreamName: "2027/03/01/[1]abc",
    getRemainingTimeInMillis: () => deadlineAt - clock.now(),
  };
}

/** As the Scheduler sends it, its context attributes filled in. */
export function scheduled(due: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    lamplighter: 1,
    job: "report",
    schedule: "arn:aws:scheduler:us-east-1:000000000000:schedule/acme-local/report",
    due,
    delivery: "d0f2f0f0a1b2c3d4",
    attempt: "1",
    trigger: "schedule",
    input: { bucket: "acme" },
    ...more,
  };
}
