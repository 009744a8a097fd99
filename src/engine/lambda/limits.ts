// Limits and delays of functions. Tests and small machines set them lower; nobody needs to.

export interface FunctionLimits {
  /** Invocations at a time, of all functions together. */
  readonly concurrency?: number;
  /** How long an environment without work is kept, in milliseconds of the machine's time. */
  readonly idleMs?: number;
  /** How long the init phase may take, in milliseconds of the machine's time. */
  readonly initMs?: number;
  /** How long a function that was made or changed says so before it is ready, in milliseconds of the engine's clock. */
  readonly readyMs?: number;
}

/** Init: page "Lambda execution environment lifecycle". The others are the engine's own choice. */
export const LIMITS: Required<FunctionLimits> = { concurrency: 100, idleMs: 10 * 60_000, initMs: 10_000, readyMs: 0 };
