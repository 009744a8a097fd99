// Texts that AWS or we accept in the file, as patterns with the words that describe them.
import { matching } from "./expectation.ts";

/** No dot: it stands between job and schedule in `<job>.<schedule>`. 64: EventBridge Scheduler, CreateSchedule, Name. */
export const JOB_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const NAME_EXPECTED = "a name of letters, digits, - and _ that starts with a letter or digit, at most 64 long";

export const formerName = matching(NAME_EXPECTED, JOB_NAME);

/** Longer ones would not leave room for handlers in Lambda's 64 characters. */
export const appName = matching(
  "a name of small letters, digits and - that starts with a letter, at most 32 long",
  /^[a-z][a-z0-9-]{0,31}$/,
);
export const ENVIRONMENT_NAME = /^[a-z][a-z0-9-]{0,19}$/;
export const ENVIRONMENT_EXPECTED = "a name of small letters, digits and - that starts with a letter, at most 20 long";

export const region = matching("an AWS region, such as eu-central-1", /^[a-z]{2}(-[a-z]+)+-\d$/);
export const account = matching("an AWS account's 12 digits in quotes", /^\d{12}$/);
export const webAddress = matching("an address that starts with http:// or https://", /^https?:\/\/[^\s]+$/);
export const endpoint = matching(
  "embedded, or an address that starts with http:// or https://",
  /^(embedded|https?:\/\/[^\s]+)$/,
);

/** EventBridge Scheduler, API reference, Target.RoleArn. */
export const roleArn = matching(
  "an IAM role's ARN, such as arn:aws:iam::123456789012:role/jobs",
  /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/,
);

/** EventBridge Scheduler, API reference, DeadLetterConfig.Arn: no dot, so no FIFO queue. */
export const queueArn = matching(
  "true, false, or the ARN of a standard SQS queue",
  /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/,
);

export const layerArn = matching(
  "a layer version's ARN, such as arn:aws:lambda:eu-central-1:123456789012:layer:tools:3",
  /^arn:aws(-[a-z]+)?:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/,
);

/** Name, `name:alias`, or an ARN with or without a qualifier. */
export const functionReference = matching(
  "an existing function: its name, name:alias, or ARN",
  /^(arn:aws(-[a-z]+)?:lambda:[a-z0-9-]+:\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$/,
);

/** A rule of the default bus, or a schedule by its group: what fired a job before (EventBridge API, Name; Scheduler API, Name). */
export const originReference = matching(
  "rule/<name>, or schedule/<group>/<name>",
  /^(rule\/[A-Za-z0-9_.-]{1,64}|schedule\/[A-Za-z0-9_.-]{1,64}\/[A-Za-z0-9_.-]{1,64})$/,
);

/** Runtimes of our bundles that Lambda lets one create (Lambda guide, Lambda runtimes). */
export const NODE_RUNTIMES: readonly string[] = ["nodejs24.x", "nodejs22.x"];
export const PYTHON_RUNTIMES: readonly string[] = [
  "python3.13",
  "python3.14",
  "python3.12",
  "python3.11",
  "python3.10",
];
export const RUNTIMES: readonly string[] = [...NODE_RUNTIMES, ...PYTHON_RUNTIMES];

export const iamAction = matching("an IAM action, such as s3:PutObject", /^[a-z0-9-]+:[A-Za-z0-9*?]+$/);
export const iamResource = matching('an ARN, such as arn:aws:s3:::bucket/*, or "*"', /^(\*|arn:[^\s]+)$/);
