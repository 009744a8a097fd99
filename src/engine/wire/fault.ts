// The error that a request ends with when the engine itself failed: the one its service names for that.
import { ServiceError } from "../service.ts";
import type { Model } from "./model.ts";

/** Anything but a ServiceError is our own fault; its text helps and holds no secret on a local machine. */
export function faultOf(model: Model, operation: string | undefined, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new ServiceError(internalCode(model, operation), `The engine failed: ${text}`);
}

/** `InternalServerException` of the Scheduler, `ServiceException` of Lambda: clients try again when they see it. */
function internalCode(model: Model, operation: string | undefined): string {
  const errors = model.operations[operation ?? ""]?.errors ?? [];
  const own = errors.find((name) => {
    const shape = model.shapes[name];
    return shape?.fault ? (shape.error?.httpStatusCode ?? 500) === 500 : shape?.error?.httpStatusCode === 500;
  });
  return own === undefined ? "InternalFailure" : (model.shapes[own]?.error?.code ?? own);
}
