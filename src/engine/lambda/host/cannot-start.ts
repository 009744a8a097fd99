// The refusal of an invocation because this machine gives no process, descriptor or disk for its environment.
import { messageOf } from "../../../core/error.ts";
import { ServiceError } from "../../service.ts";

/** A fault of the service, as a queued event sees it too: it goes back to the queue and uses up no attempt. */
export const cannotStart = (cause: unknown): ServiceError =>
  new ServiceError("ServiceException", `No execution environment could be started: ${messageOf(cause)}`, {
    Type: "Service",
  });

export const isSystemError = (error: unknown): boolean =>
  error instanceof ServiceError && error.code === "ServiceException";
