// DynamoDB's commonest answer to a wrong request.
import { ServiceError } from "../service.ts";

export function invalid(message: string): never {
  throw new ServiceError("ValidationException", message);
}

/** A parameter of the real service that this engine does not offer: said, never silently ignored. */
export function notOffered(parameter: string, hint?: string): never {
  invalid(`${parameter} is not offered by this local engine${hint ? `; ${hint}` : ""}`);
}
