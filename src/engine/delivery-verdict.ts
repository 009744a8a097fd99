// What follows a failed attempt of EventBridge to reach a target: another one later, or the end, and why. One rule for
// schedules and for the rules of buses.
import { ServiceError } from "./service.ts";

export interface FailedAttempt {
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number;
  /** Epoch milliseconds: when the first attempt was to be made. */
  readonly bornAt: number;
  readonly policy: RetryPolicy;
}

export interface RetryPolicy {
  readonly MaximumRetryAttempts: number;
  readonly MaximumEventAgeInSeconds: number;
}

export type Verdict =
  | { readonly kind: "retry"; readonly at: number }
  | { readonly kind: "dead"; readonly exhausted: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | undefined };

/** Errors that may pass by themselves, as AWS's SDKs count them; every other answer of a target is final (User Guides of the
 * Scheduler and of EventBridge, Dead-letter queues). */
const RETRYABLE = new Set([
  ..."InternalError InternalException InternalFailure InternalServerError InternalServerException".split(" "),
  ..."ServiceException ServiceFailure ServiceUnavailable ServiceUnavailableException".split(" "),
  ..."RequestTimeout RequestTimeoutException".split(" "),
  ..."OverLimit RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown Throttling".split(" "),
  ..."ThrottledException ThrottlingException TooManyRequestsException".split(" "),
  ..."ProvisionedThroughputExceededException TransactionInProgressException".split(" "),
  ..."ConcurrentModification ConcurrentModificationException OperationAbortedException".split(" "),
  ..."ResourceConflictException ResourceNotReadyException".split(" "),
]);

const FIRST_MS = 1_000;
/** AWS tells no curve. With this ceiling its defaults agree with each other: 185 retries take some 24 hours. */
const LONGEST_MS = 480_000;

function backoffMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** Math.min(attempt - 1, 20), LONGEST_MS);
}

/** `stretch` is what the wait is multiplied by: 1 where it is to be the same each time. */
export function verdictOn(failed: FailedAttempt, error: unknown, now: number, stretch = 1): Verdict {
  if (error instanceof ServiceError && !RETRYABLE.has(error.code)) return { kind: "dead", exhausted: undefined };
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = failed.policy;
  if (failed.attempt > MaximumRetryAttempts) return { kind: "dead", exhausted: "MaximumRetryAttempts" };
  const at = now + Math.round(backoffMs(failed.attempt) * stretch);
  if (at > failed.bornAt + MaximumEventAgeInSeconds * 1000)
    return { kind: "dead", exhausted: "MaximumEventAgeInSeconds" };
  return { kind: "retry", at };
}
