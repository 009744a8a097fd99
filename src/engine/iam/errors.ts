// IAM's errors, worded as IAM words them.
import { ServiceError } from "../service.ts";

export const noSuchRole = (name: string) =>
  new ServiceError("NoSuchEntity", `The role with name ${name} cannot be found.`);

export const noSuchRolePolicy = (name: string) =>
  new ServiceError("NoSuchEntity", `The role policy with name ${name} cannot be found.`);

export const noSuchPolicy = (arn: string) =>
  new ServiceError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`);

export const alreadyExists = (what: string, name: string) =>
  new ServiceError("EntityAlreadyExists", `${what} with name ${name} already exists.`);

export const deleteConflict = (message: string) => new ServiceError("DeleteConflict", message);

export const malformedPolicy = (message: string) => new ServiceError("MalformedPolicyDocument", message);

export const limitExceeded = (message: string) => new ServiceError("LimitExceeded", message);

export const invalidInput = (message: string) => new ServiceError("InvalidInput", message);
