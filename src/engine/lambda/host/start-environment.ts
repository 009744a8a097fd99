// The init phase as Lambda runs it: ten seconds of its own, and once more within the invocation if those did not do.
import { Environment, type EnvironmentPlace } from "./environment.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import type { Ending, FunctionSpec } from "./invocation.ts";
import type { SystemLog } from "./system-log.ts";

export interface Started {
  readonly environment: Environment;
  readonly initDurationMs: number | undefined;
  /** What remains of the function's timeout. */
  readonly limitMs: number;
  /** How a failed init ended. */
  readonly failed: Ending | undefined;
}

export async function startEnvironment(
  spec: FunctionSpec,
  log: EnvironmentLog,
  system: SystemLog,
  place: EnvironmentPlace,
  initLimitMs: number,
): Promise<Started> {
  log.system(system.initStart());
  const first = await timedStart(spec, log, place, initLimitMs);
  if (first.ending.kind === "answered") {
    return { environment: first.environment, initDurationMs: first.tookMs, limitMs: spec.timeoutMs, failed: undefined };
  }
  if (first.ending.kind !== "timedOut") {
    const errorType = first.ending.kind === "failed" ? first.ending.errorType : "Runtime.ExitError";
    log.system(system.initFailed("init", "error", first.tookMs, errorType));
    first.environment.kill();
    return { environment: first.environment, initDurationMs: undefined, limitMs: 0, failed: first.ending };
  }
  log.system(system.initFailed("init", "timeout", initLimitMs));
  const second = await timedStart(spec, log, place, spec.timeoutMs);
  if (second.ending.kind === "answered") {
    const limitMs = Math.max(1, spec.timeoutMs - second.tookMs);
    return { environment: second.environment, initDurationMs: undefined, limitMs, failed: undefined };
  }
  log.system(system.initFailed("invoke", second.ending.kind === "timedOut" ? "timeout" : "error", second.tookMs));
  second.environment.kill();
  return { environment: second.environment, initDurationMs: undefined, limitMs: 0, failed: second.ending };
}

async function timedStart(spec: FunctionSpec, log: EnvironmentLog, place: EnvironmentPlace, limitMs: number) {
  const environment = new Environment(spec, log, place);
  const startedAt = performance.now();
  const ending = await environment.start(limitMs);
  return { environment, ending, tookMs: performance.now() - startedAt };
}
