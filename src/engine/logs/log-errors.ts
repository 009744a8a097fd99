// The errors CloudWatch Logs answers, in its own words.
import { ServiceError } from "../service.ts";

export const groupNotFound = () =>
  new ServiceError("ResourceNotFoundException", "The specified log group does not exist.");

export const streamNotFound = () =>
  new ServiceError("ResourceNotFoundException", "The specified log stream does not exist.");

export const invalidParameter = (message: string) => new ServiceError("InvalidParameterException", message);

export const alreadyExists = (what: "group" | "stream") =>
  new ServiceError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
