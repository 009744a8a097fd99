// What AWS, or the way to it, can answer instead of doing what was asked; every error that leaves this folder is one of these.
import { LampError } from "../core/error.ts";
import { tellingPolicy } from "../desired/telling-policy.ts";

/** Which call failed and how AWS names it. */
export interface FailedCall {
  /** `Lambda.CreateFunction`. */
  readonly call: string;
  /** The service's error name, `ResourceNotFoundException`. */
  readonly awsCode: string;
  readonly detail: string;
  readonly requestId: string | undefined;
}

export abstract class AwsError extends LampError {
  readonly call: string;
  readonly awsCode: string;
  readonly detail: string;

  constructor(sentence: string, failed: FailedCall, cause: unknown) {
    super(sentence + (failed.requestId ? ` (request ${failed.requestId})` : ""), { cause });
    this.call = failed.call;
    this.awsCode = failed.awsCode;
    this.detail = failed.detail;
  }
}

export class AccessDenied extends AwsError {
  readonly code = "access-denied";

  constructor(failed: FailedCall, cause: unknown) {
    super(`${failed.call} is not allowed for these credentials: ${failed.detail}`, failed, cause);
  }
}

export class CredentialsRejected extends AwsError {
  readonly code = "access-denied";

  constructor(failed: FailedCall, cause: unknown) {
    super(
      `${failed.call}: AWS does not accept the credentials (${failed.awsCode}): ${failed.detail}. Check the profile and this machine's clock.`,
      failed,
      cause,
    );
  }
}

export class NoCredentials extends AwsError {
  readonly code = "no-credentials";

  constructor(failed: FailedCall, cause: unknown) {
    super(
      `${failed.call}: no AWS credentials were found (${failed.detail}). Sign in (aws sso login), set AWS_PROFILE, or use --env local, which needs none.`,
      failed,
      cause,
    );
  }
}

export class CredentialsExpired extends AwsError {
  readonly code = "expired-credentials";

  constructor(failed: FailedCall, cause: unknown) {
    super(
      `${failed.call}: the credentials have expired. Sign in again and repeat the command: ${failed.detail}`,
      failed,
      cause,
    );
  }
}

export class Throttled extends AwsError {
  readonly code = "throttled";

  constructor(failed: FailedCall, cause: unknown) {
    super(
      `${failed.call}: AWS still throttles after several tries (${failed.awsCode}). Repeat the command later.`,
      failed,
      cause,
    );
  }
}

export class Unreachable extends AwsError {
  readonly code = "unreachable";

  constructor(failed: FailedCall, where: string, cause: unknown) {
    super(
      `${failed.call}: no answer from ${where} (${failed.detail}). Is it running, and is the network up?`,
      failed,
      cause,
    );
  }
}

/** Any other answer of the service; adapters tell them apart by `awsCode`. */
export class AwsCallFailed extends AwsError {
  readonly code = "aws-call-failed";

  constructor(failed: FailedCall, cause: unknown) {
    super(`${failed.call}: ${failed.awsCode}: ${failed.detail}`, failed, cause);
  }
}

/** A wanted name that something of somebody else carries: found only now, since planning refuses it. */
export class ForeignResource extends LampError {
  readonly code = "foreign-resource";

  constructor(key: string, cause?: unknown) {
    super(
      `${key} exists and is not ours (it lacks this app's tags lamplighter:app and lamplighter:env). Delete it, tag it to adopt it, or choose another app or environment name.`,
      { cause },
    );
  }
}

/** Lambda checks a destination with the function's own role, which is not ours to change. */
export class MayNotTell extends LampError {
  readonly code = "may-not-tell";

  constructor(name: string, recorderArn: string, cause: unknown) {
    const policy = JSON.stringify(tellingPolicy(recorderArn));
    super(
      `record: the role of function ${name} may not invoke the recorder, so Lambda takes it for no destination. Add this to that role, and sync again: ${policy}`,
      { cause },
    );
  }
}

export class NotSettled extends LampError {
  readonly code = "not-settled";

  constructor(what: string, waitedMs: number, last: string) {
    super(
      `${what} did not become ready within ${Math.round(waitedMs / 1_000)} s (last seen: ${last}). Run sync again.`,
    );
  }
}

/** Whether AWS answered with one of these error names. */
export function hasAwsCode(error: unknown, ...codes: readonly string[]): error is AwsError {
  return error instanceof AwsError && codes.includes(error.awsCode);
}

export class CodeMissing extends LampError {
  readonly code = "code-missing";

  constructor(functionName: string) {
    super(
      `Function ${functionName} needs code, and none was bundled for it. Run plan again: its handler may have changed.`,
    );
  }
}

export class FunctionFailed extends LampError {
  readonly code = "function-failed";

  constructor(functionName: string, reason: string | undefined) {
    super(`Lambda could not make function ${functionName}: ${reason ?? "no reason given"}`);
  }
}
