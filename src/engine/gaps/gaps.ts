// What each service's operations leave out, by the service's signing name.
import { DYNAMODB_GAPS } from "./dynamodb.ts";
import { EVENTS_GAPS } from "./events.ts";
import type { Gap } from "./gap.ts";
import { IAM_GAPS } from "./iam.ts";
import { LAMBDA_GAPS } from "./lambda.ts";
import { LOGS_GAPS } from "./logs.ts";
import { S3_GAPS } from "./s3.ts";
import { SCHEDULER_GAPS } from "./scheduler.ts";
import { SQS_GAPS } from "./sqs.ts";
import { SSM_GAPS } from "./ssm.ts";
import { STS_GAPS } from "./sts.ts";

export const GAPS: Readonly<Record<string, readonly Gap[]>> = {
  dynamodb: DYNAMODB_GAPS,
  events: EVENTS_GAPS,
  iam: IAM_GAPS,
  lambda: LAMBDA_GAPS,
  logs: LOGS_GAPS,
  s3: S3_GAPS,
  scheduler: SCHEDULER_GAPS,
  sqs: SQS_GAPS,
  ssm: SSM_GAPS,
  sts: STS_GAPS,
};
