// The refusal of an invocation for want of concurrency.
import { ServiceError } from "../../service.ts";

/** Reasons of TooManyRequestsException (API reference, Invoke). */
type Reason = "ReservedFunctionConcurrentInvocationLimitExceeded" | "ConcurrentInvocationLimitExceeded";

export function throttled(reason: Reason): ServiceError {
  return new ServiceError("TooManyRequestsException", "Rate Exceeded.", {
    Reason: reason,
    retryAfterSeconds: "1",
    Type: "User",
  });
}

export const isThrottle = (error: unknown): boolean =>
  error instanceof ServiceError && error.code === "TooManyRequestsException";
