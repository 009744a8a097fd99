// What follows a failed attempt: another one later, or the end, and why.
import { ServiceError } from "../service.ts";
import type { Delivery } from "./delivery-rows.ts";

export type Verdict =
  | { readonly kind: "retry"; readonly at: number }
  | { readonly kind: "dead"; readonly exhausted: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | undefined };

/** Errors that may pass by themselves, as AWS's SDKs count them; every other answer of a target is final (User Guide,
 * Dead-letter queue). */
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

export function backoffMs(attempt: number): number {
  return Math.min(FIRST_MS * 2 ** Math.min(attempt - 1, 20), LONGEST_MS);
}

export function verdictOn(delivery: Delivery, error: unknown, now: number): Verdict {
  if (error instanceof ServiceError && !RETRYABLE.has(error.code)) return { kind: "dead", exhausted: undefined };
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = delivery.target.RetryPolicy;
  if (delivery.attempt > MaximumRetryAttempts) return { kind: "dead", exhausted: "MaximumRetryAttempts" };
  const at = now + backoffMs(delivery.attempt);
  if (at > delivery.bornAt + MaximumEventAgeInSeconds * 1000)
    return { kind: "dead", exhausted: "MaximumEventAgeInSeconds" };
  return { kind: "retry", at };
}
