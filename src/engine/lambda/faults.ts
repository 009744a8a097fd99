// Lambda's errors, in its words.
import { ServiceError } from "../service.ts";

export const CANNOT_BE_ASSUMED = "The role defined for the function cannot be assumed by Lambda.";

const USER = { Type: "User" };

export const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message, USER);
export const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message, USER);
export const conflict = (message: string) => new ServiceError("ResourceConflictException", message, USER);

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`);

export const revisionMismatch = () =>
  new ServiceError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    USER,
  );
