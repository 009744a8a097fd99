// The message a given-up delivery becomes: the target's payload and nine attributes (User Guide, Dead-letter queue).
import { letterError } from "../letter-error.ts";
import { ServiceError } from "../service.ts";
import type { Delivery } from "./delivery-rows.ts";
import { scheduledTime } from "./payload.ts";
import type { MessageAttributes } from "./scheduler.ts";
import { kindOf, templateOf } from "./target-kind.ts";

/** A message and its attributes together; the attributes need far less than what is left here. */
const LONGEST_BODY = 1_048_576 - 16_384;

export interface DeadLetter {
  readonly body: string;
  readonly attributes: MessageAttributes;
}

export function deadLetterOf(
  delivery: Delivery,
  payload: string,
  error: unknown,
  exhausted: string | undefined,
): DeadLetter {
  const truncated = Buffer.byteLength(payload) > LONGEST_BODY;
  const isTargets = error instanceof ServiceError;
  const kind = kindOf(delivery.target);
  const values: Record<string, string> = {
    ERROR_CODE: isTargets ? error.code : "AWS.Scheduler.InternalServerError",
    ERROR_MESSAGE: letterError(error),
    EXECUTION_ID: delivery.executionId,
    IS_PAYLOAD_TRUNCATED: String(truncated),
    RETRY_ATTEMPTS: String(delivery.attempt - 1),
    SCHEDULED_TIME: scheduledTime(delivery),
    SCHEDULE_ARN: delivery.arn,
    TARGET_ARN: kind ? templateOf(kind).serviceArn : delivery.target.Arn,
  };
  // Absent when the error was permanent and nothing was exhausted.
  if (exhausted !== undefined) values["EXHAUSTED_RETRY_CONDITION"] = exhausted;
  const attributes = Object.entries(values).map(
    ([name, StringValue]) => [name, { DataType: "String", StringValue }] as const,
  );
  const body = truncated ? Buffer.from(payload).subarray(0, LONGEST_BODY).toString("utf8") : payload;
  return { body, attributes: Object.fromEntries(attributes) };
}
