// The jobs of a scenario, made in the engine as sync would make them, and what is put in force of them written down.

import { envelopeText } from "../../../src/desired/envelope.ts";
import type { ScheduleResource, TableResource } from "../../../src/desired/resource.ts";
import type { Job } from "../../../src/manifest/model.ts";
import { awsText } from "../scenario/plan.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import { PLACE, type Services } from "./services.ts";

export const TABLE = "proof-ledger";
export const GROUP = "proof";
export const QUEUES = { failed: "proof-failed", undelivered: "proof-undelivered" } as const;

const arn = (service: string, name: string) => `arn:aws:${service}:${PLACE.region}:${PLACE.account}:${name}`;
export const functionArn = (job: string): string => arn("lambda", `function:${job}:live`);
const ROLE = `arn:aws:iam::${PLACE.account}:role/proof`;

const LEDGER: TableResource = {
  kind: "table",
  name: TABLE,
  ttlAttribute: "expiresAt",
  indexes: [{ name: "recent", partitionKey: "day", sortKey: "sort" }],
  tags: {},
};

/** A zip with one empty file: what the functions do is played. */
const CODE =
  "UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAAJAAAAaW5kZXgubWpzUEsBAhQAFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAkAAAAAAAAAAAAAAAAAAAAAAGluZGV4Lm1qc1BLBQYAAAAAAQABADcAAAAnAAAAAAA=";

/** The job as the manifest would read it. */
export function modelOf(job: PlayedJob): Job {
  return {
    ...{
      name: job.name,
      was: [],
      hide: [],
      description: undefined,
      schedules: [],
      code: { handler: `${job.name}.ts` },
      input: {},
    },
    settings: {
      ...{ timeoutSeconds: job.timeoutSeconds, memoryMb: 256, architecture: "arm64", runtime: "nodejs24.x" },
      ...{ environment: {}, storageMb: 512, layers: [], permissions: [], role: undefined },
    },
    delivery: { attempts: job.deliveryAttempts, maxAgeSeconds: job.deliveryMaxAgeSeconds },
    retry: { attempts: job.retryAttempts, maxAgeSeconds: job.retryMaxAgeSeconds },
    ...{ deadLetter: true, overlap: job.overlap, startBySeconds: job.startBySeconds },
    catchUp: job.catchUp && { runs: job.catchUp, windowSeconds: 86_400 },
    ...{ enabled: true, keepDays: 90, owner: undefined, runbook: undefined, labels: {} },
  };
}

export async function deploy(services: Services, jobs: readonly PlayedJob[]): Promise<void> {
  await services.call("scheduler", "CreateScheduleGroup", { Name: GROUP });
  for (const QueueName of Object.values(QUEUES)) {
    await services.call("sqs", "CreateQueue", { QueueName, Attributes: { MessageRetentionPeriod: "1209600" } });
  }
  const keys = (HASH: string, RANGE: string) => [
    { AttributeName: HASH, KeyType: "HASH" },
    { AttributeName: RANGE, KeyType: "RANGE" },
  ];
  await services.call("dynamodb", "CreateTable", {
    TableName: LEDGER.name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys("pk", "sk"),
    AttributeDefinitions: ["pk", "sk", "day", "sort"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [
      { IndexName: "recent", KeySchema: keys("day", "sort"), Projection: { ProjectionType: "ALL" } },
    ],
  });
  const TimeToLiveSpecification = { Enabled: true, AttributeName: LEDGER.ttlAttribute };
  await services.call("dynamodb", "UpdateTimeToLive", { TableName: TABLE, TimeToLiveSpecification });
  for (const job of jobs) await makeFunction(services, job);
}

async function makeFunction(services: Services, job: PlayedJob): Promise<void> {
  const FunctionName = job.name;
  await services.call("lambda", "CreateFunction", {
    ...{ FunctionName, Role: ROLE, Handler: "index.handler", Runtime: "nodejs24.x", MemorySize: 256 },
    Timeout: job.timeoutSeconds,
    Environment: { Variables: { LAMP_LEDGER: TABLE } },
    Code: { ZipFile: Buffer.from(CODE, "base64") },
    Publish: true,
  });
  await services.call("lambda", "CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await services.call("lambda", "PutFunctionEventInvokeConfig", {
    ...{ FunctionName, Qualifier: "live" },
    MaximumRetryAttempts: job.retryAttempts,
    MaximumEventAgeInSeconds: job.retryMaxAgeSeconds,
    DestinationConfig: { OnFailure: { Destination: arn("sqs", QUEUES.failed) } },
  });
}

/** As `lamp sync` desires it. */
export function scheduleOf(job: PlayedJob, name: string, plan: PlayedJob["plans"][string]): ScheduleResource {
  return {
    ...{ kind: "schedule", name, group: GROUP, description: undefined, expression: awsText(plan), timezone: "UTC" },
    ...{ enabled: true, startAt: undefined, endAt: undefined, windowMinutes: job.windowMinutes },
    ...{ deleteAfterCompletion: false, targetArn: functionArn(job.name), roleArn: ROLE },
    input: envelopeText(modelOf(job)),
    deadLetterArn: arn("sqs", QUEUES.undelivered),
    attempts: job.deliveryAttempts,
    maxAgeSeconds: job.deliveryMaxAgeSeconds,
  };
}

export async function putSchedule(services: Services, how: "Create" | "Update", wanted: ScheduleResource) {
  const { windowMinutes, startAt } = wanted;
  await services.call("scheduler", `${how}Schedule`, {
    Name: wanted.name,
    GroupName: wanted.group,
    ScheduleExpression: wanted.expression,
    ScheduleExpressionTimezone: wanted.timezone,
    State: wanted.enabled ? "ENABLED" : "DISABLED",
    ...(startAt === undefined ? {} : { StartDate: startAt / 1_000 }),
    FlexibleTimeWindow:
      windowMinutes === undefined ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes },
    Target: {
      ...{ Arn: wanted.targetArn, RoleArn: wanted.roleArn, Input: wanted.input },
      RetryPolicy: { MaximumRetryAttempts: wanted.attempts, MaximumEventAgeInSeconds: wanted.maxAgeSeconds },
      DeadLetterConfig: { Arn: wanted.deadLetterArn },
    },
  });
}
