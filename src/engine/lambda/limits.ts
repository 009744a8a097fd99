// Limits of the function host. Tests and small machines set them lower; nobody needs to.

export interface FunctionLimits {
  /** Invocations at a time, of all functions together. */
  readonly concurrency?: number;
  /** How long an environment without work is kept, in milliseconds of the machine's time. */
  readonly idleMs?: number;
  /** How long the init phase may take, in milliseconds of the machine's time. */
  readonly initMs?: number;
}

/** Init: page "Lambda execution environment lifecycle". The others are the engine's own choice. */
export const LIMITS: Required<FunctionLimits> = { concurrency: 100, idleMs: 10 * 60_000, initMs: 10_000 };
