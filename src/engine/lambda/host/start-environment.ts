// The init phase as Lambda runs it: ten seconds of its own, and once more within the invocation if that did not do.
// Page: "Lambda execution environment lifecycle", init phase and failures during it.
import type { Environment } from "./environment.ts";
import type { Ending } from "./invocation.ts";
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

/** Whoever starts an environment holds it from before it starts, so that it can be ended while it does. */
export interface Starter {
  readonly system: SystemLog;
  readonly initLimitMs: number;
  make(): Environment;
  drop(environment: Environment): void;
  /** Nothing more is to be started. */
  isClosed(): boolean;
}

export async function startEnvironment({ system, initLimitMs, ...starter }: Starter): Promise<Started> {
  const begin = async (environment: Environment, phase: InitReport["phase"], limitMs: number) => {
    const startedAt = performance.now();
    try {
      const ending = await environment.start(limitMs);
      const durationMs = performance.now() - startedAt;
      environment.log.system(system.initDone({ phase, durationMs, ...statusOf(ending) }));
      if (ending.kind !== "answered") starter.drop(environment);
      return { environment, ending, durationMs };
    } catch (error) {
      starter.drop(environment);
      throw error;
    }
  };
  const made = starter.make();
  made.log.system(system.initStart());
  const first = await begin(made, "init", initLimitMs);
  if (first.ending.kind === "answered") {
    return { environment: made, initDurationMs: first.durationMs, spentMs: 0, failed: undefined };
  }
  const second = starter.isClosed() ? first : await begin(starter.make(), "invoke", made.spec.timeoutMs);
  const { environment, ending, durationMs } = second;
  const failed = ending.kind === "answered" ? undefined : ending;
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
