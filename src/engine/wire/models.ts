// The trimmed models of every service the engine speaks for, by signing name.
import dynamodb from "../models/dynamodb.json" with { type: "json" };
import events from "../models/events.json" with { type: "json" };
import iam from "../models/iam.json" with { type: "json" };
import lambda from "../models/lambda.json" with { type: "json" };
import logs from "../models/logs.json" with { type: "json" };
import s3 from "../models/s3.json" with { type: "json" };
import scheduler from "../models/scheduler.json" with { type: "json" };
import sqs from "../models/sqs.json" with { type: "json" };
import ssm from "../models/ssm.json" with { type: "json" };
import sts from "../models/sts.json" with { type: "json" };
import type { Model } from "./model.ts";

const ALL: Readonly<Record<string, unknown>> = { dynamodb, events, iam, lambda, logs, s3, scheduler, sqs, ssm, sts };

export function modelOf(service: string): Model | undefined {
  return Object.hasOwn(ALL, service) ? (ALL[service] as Model) : undefined;
}
