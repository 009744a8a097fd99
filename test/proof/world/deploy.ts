// The jobs of a scenario, made in the engine as sync would make them, and what is put in force of them written down.

import { envelopeText } from "../../../src/desired/envelope.ts";
import { groupName, WATCH_SCHEDULE } from "../../../src/desired/names.ts";
import type { ScheduleResource, TableResource } from "../../../src/desired/resource.ts";
import type { Job } from "../../../src/manifest/model.ts";
import { awsText } from "../scenario/plan.ts";
import type { PlayedJob } from "../scenario/scenario.ts";
import { PLACE, type Services } from "./services.ts";

const APP = { LAMP_APP: "proof", LAMP_ENV: "run" } as const;
const GROUP = groupName(APP.LAMP_APP, APP.LAMP_ENV);
export const TABLE = `${GROUP}-ledger`;
export const QUEUES = { failed: `${GROUP}-failed`, undelivered: `${GROUP}-undelivered` } as const;
/** The watcher's function has no job's name. */
const WATCHER = "watcher";

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
  for (const job of jobs) {
    const { name, timeoutSeconds, retryAttempts: attempts, retryMaxAgeSeconds: maxAgeSeconds } = job;
    const onFailure = arn("sqs", QUEUES.failed);
    await makeFunction(services, { name, timeoutSeconds, attempts, maxAgeSeconds, onFailure });
  }
  await makeFunction(services, { name: WATCHER, timeoutSeconds: 60, attempts: 0, maxAgeSeconds: 900 });
  await putSchedule(services, "Create", watchSchedule(jobs, "on"));
}

interface PlayedFunction {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  readonly maxAgeSeconds: number;
  readonly onFailure?: string;
}

async function makeFunction(services: Services, wanted: PlayedFunction): Promise<void> {
  const { name: FunctionName, onFailure } = wanted;
  await services.call("lambda", "CreateFunction", {
    ...{ FunctionName, Role: ROLE, Handler: "index.handler", Runtime: "nodejs24.x", MemorySize: 256 },
    Timeout: wanted.timeoutSeconds,
    Environment: { Variables: { ...APP, LAMP_LEDGER: TABLE } },
    Code: { ZipFile: Buffer.from(CODE, "base64") },
    Publish: true,
  });
  await services.call("lambda", "CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await services.call("lambda", "PutFunctionEventInvokeConfig", {
    ...{ FunctionName, Qualifier: "live" },
    MaximumRetryAttempts: wanted.attempts,
    MaximumEventAgeInSeconds: wanted.maxAgeSeconds,
    ...(onFailure ? { DestinationConfig: { OnFailure: { Destination: onFailure } } } : {}),
  });
}

/** As `lamp sync` makes it where it is on: every quarter of an hour, with the jobs in whose queue a run may be left. */
export function watchSchedule(jobs: readonly PlayedJob[], how: "on" | "hourly" | "off"): ScheduleResource {
  const queuing = jobs.filter(({ overlap }) => overlap === "queue").map(({ name }) => [functionArn(name), [name]]);
  return {
    ...{ kind: "schedule", name: WATCH_SCHEDULE, group: GROUP, description: undefined },
    ...{ expression: how === "on" ? "cron(4/15 * * * ? *)" : "cron(4 * * * ? *)", timezone: "UTC" },
    ...{ enabled: how !== "off", startAt: undefined, endAt: undefined },
    ...{ windowMinutes: undefined, deleteAfterCompletion: false, targetArn: functionArn(WATCHER), roleArn: ROLE },
    input: JSON.stringify({ queuing: Object.fromEntries(queuing) }),
    ...{ deadLetterArn: undefined, attempts: 2, maxAgeSeconds: 900 },
  };
}

/** As `lamp sync` desires it. */
export function scheduleOf(job: PlayedJob, name: string, plan: PlayedJob["plans"][string]): ScheduleResource {
  return {
    ...{ kind: "schedule", name, group: GROUP, description: undefined, expression: awsText(plan) },
    timezone: plan.timezone,
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
      ...(wanted.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: wanted.deadLetterArn } }),
    },
  });
}
