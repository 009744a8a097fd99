// SQS's errors, worded as SQS words them.
import { ServiceError } from "../service.ts";

export const queueDoesNotExist = () => new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");

/** Not a shape of the model, but what SQS answers for any parameter out of bounds (API Reference, Common Errors). */
export const invalidParameter = (name: string, value: unknown, reason: string) =>
  new ServiceError("InvalidParameterValue", `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);

export const invalidParameterText = (message: string) => new ServiceError("InvalidParameterValue", message);

export const missingParameter = (name: string) =>
  new ServiceError("MissingParameter", `The request must contain the parameter ${name}.`);

export const invalidAttributeValue = (name: string) =>
  new ServiceError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);

export const unknownAttribute = (name: string) =>
  new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);

export const receiptHandleIsInvalid = (handle: string) =>
  new ServiceError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
