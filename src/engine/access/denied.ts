// Refusals in AWS's words and each service's own form.
// Page: IAM User Guide, "Troubleshoot access denied error messages".
import { ServiceError } from "../service.ts";
import type { Demand } from "./demand.ts";

/** S3 and the Query services have codes without `Exception`. */
const SHORT_CODES = new Set(["s3", "sqs", "iam", "sts"]);

export function denied(service: string, callerArn: string, { action, resource }: Demand, why: string): ServiceError {
  const code = SHORT_CODES.has(service) ? "AccessDenied" : "AccessDeniedException";
  return new ServiceError(code, deniedText(callerArn, action, resource, why));
}

/** SQS writes its actions in small letters, S3 quotes the resource and leaves it out where it is all buckets. */
export function deniedText(callerArn: string, action: string, resource: string, why: string): string {
  const shown = action.startsWith("sqs:") ? action.toLowerCase() : action;
  const where = action.startsWith("s3:") ? `"${resource}"` : resource;
  const on = resource === "arn:aws:s3:::*" ? "" : ` on resource: ${where}`;
  return `User: ${callerArn} is not authorized to perform: ${shown}${on} ${why.replace(action, shown)}`;
}

/** A key that STS never handed out, or one with another's token. */
export function unknownKey(service: string, what: "key" | "token"): ServiceError {
  if (service === "s3") {
    return what === "key"
      ? new ServiceError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
      : new ServiceError("InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
  return SHORT_CODES.has(service)
    ? new ServiceError("InvalidClientTokenId", "The security token included in the request is invalid")
    : new ServiceError("UnrecognizedClientException", "The security token included in the request is invalid.");
}

export function expiredKey(service: string): ServiceError {
  if (service === "s3") return new ServiceError("ExpiredToken", "The provided token has expired.");
  const code = SHORT_CODES.has(service) ? "ExpiredToken" : "ExpiredTokenException";
  return new ServiceError(code, "The security token included in the request is expired");
}
