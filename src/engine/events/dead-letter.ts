// The message that an event becomes when it is given up: the event itself, and why (User Guide, dead-letter queues).
import { letterError } from "../letter-error.ts";
import type { ServiceError } from "../service.ts";
import type { QueueAttributes } from "./events.ts";
import type { Undelivered } from "./undelivered.ts";

export const NO_PERMISSIONS = "NO_PERMISSIONS";
export const FAILED_TO_ASSUME_ROLE = "FAILED_TO_ASSUME_ROLE";

interface Letter {
  readonly body: string;
  readonly attributes: QueueAttributes;
}

/** `exhausted` is undefined for an error that no retry mends. */
export function letterOf(
  { ruleArn, target, event, attempt }: Undelivered,
  error: ServiceError,
  exhausted: string | undefined,
): Letter {
  const text = (StringValue: string) => ({ DataType: "String", StringValue }) as const;
  return {
    body: JSON.stringify(event),
    attributes: {
      RULE_ARN: text(ruleArn),
      TARGET_ARN: text(target.Arn),
      ERROR_CODE: text(errorCodeOf(error.code)),
      ERROR_MESSAGE: text(letterError(error)),
      RETRY_ATTEMPTS: text(String(attempt - 1)),
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
    },
  };
}

/** By what the target's own error is called; the names are those of the page. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^(NO_PERMISSIONS|FAILED_TO_ASSUME_ROLE)$/, "$1"],
  [/NotFound|DoesNotExist/, "NO_RESOURCE"],
  [/Throttl|TooManyRequests|RequestLimitExceeded/, "THROTTLING"],
  [/^OverLimit|QuotaExceeded|LimitExceeded/, "RESOURCE_LIMIT_EXCEEDED"],
  [/InvalidRequestContent/, "INVALID_JSON"],
  [/Invalid|Missing|Validation|TooLarge|Unsupported/, "INVALID_PARAMETER"],
];

function errorCodeOf(code: string): string {
  const [, shown] = CODES.find(([pattern]) => pattern.test(code)) ?? [];
  if (shown === undefined) return "ERROR_FROM_TARGET";
  return shown === "$1" ? code : shown;
}
