// The init phase as Lambda runs it: ten seconds of its own, and once more within the invocation if that did not do.
// Page: "Lambda execution environment lifecycle", init phase and failures during it.
import { Environment, type EnvironmentPlace } from "./environment.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import type { Ending, FunctionSpec } from "./invocation.ts";
import type { InitReport, SystemLog } from "./system-events.ts";

export interface Started {
  readonly environment: Environment;
  /** How long the init phase took; undefined when init had to be made up for within the invocation. */
  readonly initDurationMs: number | undefined;
  /** What a second init used up of the invocation's time. */
  readonly spentMs: number;
  /** How the second init ended, if that failed too. */
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
  const begin = async (phase: InitReport["phase"], limitMs: number) => {
    const environment = new Environment(spec, log, place);
    const startedAt = performance.now();
    const ending = await environment.start(limitMs);
    const durationMs = performance.now() - startedAt;
    log.system(system.initDone({ phase, durationMs, ...statusOf(ending) }));
    return { environment, ending, durationMs };
  };
  const first = await begin("init", initLimitMs);
  if (first.ending.kind === "answered") {
    const { environment, durationMs } = first;
    return { environment, initDurationMs: durationMs, spentMs: 0, failed: undefined };
  }
  first.environment.kill();
  const { environment, ending, durationMs } = await begin("invoke", spec.timeoutMs);
  const failed = ending.kind === "answered" ? undefined : ending;
  if (failed) environment.kill();
  return { environment, initDurationMs: undefined, spentMs: durationMs, failed };
}

function statusOf(ending: Ending): Pick<InitReport, "status" | "errorType"> {
  switch (ending.kind) {
    case "answered":
      return { status: "success", errorType: undefined };
    case "timedOut":
      return { status: "timeout", errorType: undefined };
    case "failed":
    case "exited":
      return { status: "error", errorType: ending.errorType };
  }
}
