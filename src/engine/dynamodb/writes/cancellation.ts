// A transaction that did not happen, with a reason for each of its actions.
import { ServiceError } from "../../service.ts";

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export const UNTOUCHED: CancellationReason = { Code: "None" };

/** The reason that an action's own error amounts to; what is not the request's fault goes on as it is. */
export function reasonOf(thrown: unknown): CancellationReason {
  if (!(thrown instanceof ServiceError)) throw thrown;
  const Message = thrown.message;
  if (thrown.code === "ValidationException") return { Code: "ValidationError", Message };
  if (thrown.code !== "ConditionalCheckFailedException") throw thrown;
  return { Code: "ConditionalCheckFailed", Message, ...thrown.members };
}

export function cancelled(reasons: readonly CancellationReason[]): ServiceError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new ServiceError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}
