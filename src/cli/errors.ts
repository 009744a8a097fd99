// What the command line itself refuses, and which exit code any error has.
import { LampError } from "../core/error.ts";
import type { SyncLock } from "../ledger/writes/sync-lock.ts";
import type { Problem } from "../manifest/problem.ts";
import { EXIT } from "./exit-code.ts";

/** A wrong argument or option. */
export class UsageError extends LampError {
  readonly code = "usage";
}

/** jobs.yaml or the environment's file has problems; none of it was sent anywhere. */
export class InvalidFiles extends LampError {
  readonly code = "invalid-files";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === "error").length;
    super(errors === 1 ? "1 problem; nothing was sent" : `${errors} problems; nothing was sent`);
    this.problems = problems;
  }
}

/** The command was understood and could not be done. */
export class CommandFailed extends LampError {
  readonly code = "failed";
}

/** A command called by the library ended without its document. */
export class NoDocument extends LampError {
  readonly code = "no-document";

  constructor(command: string) {
    super(`${command} ended without an answer: it was stopped, or the run it started cannot be found`);
  }
}

/** The credentials are another account's than the environment's file names. */
export class WrongAccount extends LampError {
  readonly code = "wrong-account";

  constructor(environment: string, expected: string, got: string) {
    super(
      `Environment ${environment} is for account ${expected}; these credentials are of account ${got}. Nothing was changed.`,
    );
  }
}

/** Another command changes this environment now. */
export class EnvironmentLocked extends LampError {
  readonly code = "locked";
  readonly holder: Pick<SyncLock, "by" | "what">;

  constructor({ by, what, since, leaseUntil }: SyncLock, now: number) {
    const seconds = (ms: number) => `${Math.max(0, Math.round(ms / 1_000))} s`;
    super(
      `${by} runs ${what} here since ${seconds(now - since)}, so nothing was done. Try again when it is through, or wait for it: --wait-lock 5m. If it was killed, its lock ends by itself in ${seconds(leaseUntil - now)}.`,
    );
    this.holder = { by, what };
  }
}

/** This environment is kept by a later version of lamp. */
export class NewerLedger extends LampError {
  readonly code = "newer-ledger";

  constructor(format: number, known: number) {
    super(
      `A later version of lamp keeps this environment (ledger format ${format}; this one knows ${known}), so nothing was done. Update lamp, then try again.`,
    );
  }
}

/** What this command held is, or may be, somebody else's by now. */
export class LockLost extends LampError {
  readonly code = "lock-lost";
}

/** There is no ledger to write to: nothing of this environment was synced, or all of it was destroyed. */
export class NotSynced extends LampError {
  readonly code = "not-synced";
  /** DynamoDB's own word for it, which callers look at. */
  readonly awsCode = "ResourceNotFoundException";

  constructor(environment: string, table: string, cause: unknown) {
    super(`First: lamp sync (environment ${environment} has no table ${table} yet)`, { cause });
  }
}

/** A run or job that is not there, with the nearest that is. */
export class NotFound extends LampError {
  readonly code = "not-found";
}

const ACCESS_CODES = new Set(["access-denied", "no-credentials", "expired-credentials", "wrong-account"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof InvalidFiles) return EXIT.invalidFiles;
  if (error instanceof LampError && ACCESS_CODES.has(error.code)) return EXIT.access;
  return EXIT.failed;
}
