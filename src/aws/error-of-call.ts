// Translates what the SDK throws into our errors.
import { LampError, messageOf } from "../core/error.ts";
import {
  AccessDenied,
  AwsCallFailed,
  CredentialsExpired,
  CredentialsRejected,
  type FailedCall,
  NoCredentials,
  Throttled,
  Unreachable,
} from "./errors.ts";

/** What SDK errors carry, as far as it is there. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
  readonly errors?: readonly unknown[];
}

const ACCESS = /^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError|KMSAccessDeniedException)$/;
const REJECTED =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken(Exception)?|InvalidAccessKeyId)$/;
const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/;
const NONE = /^(CredentialsProviderError|TokenProviderError)$/;
const THROTTLES =
  /^(Throttl\w*|TooManyRequestsException|RequestLimitExceeded|RequestThrottled(Exception)?|ProvisionedThroughputExceededException)$/;
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CERT_\w+|ERR_TLS\w*)$/;

/** `where` is the endpoint in words, for when nothing answers there. */
export function errorOfCall(error: unknown, call: string, where: string): Error {
  if (error instanceof LampError) return error;
  const sdk = (typeof error === "object" && error !== null ? error : {}) as SdkError;
  const name = sdk.name ?? "Error";
  if (name === "AbortError") return error as Error;
  const failed: FailedCall = { call, awsCode: name, detail: detailOf(error, sdk), requestId: sdk.$metadata?.requestId };
  if (ACCESS.test(name)) return new AccessDenied(failed, error);
  if (REJECTED.test(name)) return new CredentialsRejected(failed, error);
  if (EXPIRED.test(name)) return new CredentialsExpired(failed, error);
  if (NONE.test(name)) return new NoCredentials(failed, error);
  if (isThrottle(error)) return new Throttled(failed, error);
  if (NETWORK.test(sdk.code ?? "") || name === "TimeoutError") return new Unreachable(failed, where, error);
  return new AwsCallFailed(failed, error);
}

/** As the SDK throws it: the service wants to be asked less often. */
export function isThrottle(error: unknown): boolean {
  const { name, $retryable } = (typeof error === "object" && error !== null ? error : {}) as SdkError;
  return THROTTLES.test(name ?? "") || $retryable?.throttling === true;
}

/** Node reports a refused connection to several addresses as one error with an empty message. */
function detailOf(error: unknown, { errors, code }: SdkError): string {
  const inner = errors?.[0];
  const text = messageOf(inner ?? error);
  return text === "UnknownError" || text === "Error" ? (code ?? text) : text;
}
