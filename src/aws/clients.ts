// The SDK's clients, each loaded only when a command first needs it, all counted and all speaking our errors.
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { STSClient } from "@aws-sdk/client-sts";
import { type Clock, systemClock } from "../core/clock.ts";
import { errorOfCall } from "./error-of-call.ts";
import { Paces } from "./pace/paces.ts";
import { noteServedAt } from "./served-at.ts";

export interface ClientOptions {
  readonly region: string;
  /** Every service at one address: another emulator, a proxy, the engine. */
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
  readonly credentials?: Credentials | undefined;
  /** The endpoint is our own engine: it is never shown a person's credentials. */
  readonly embedded?: boolean | undefined;
  /** What calls are paced by; the machine's own if left out. */
  readonly clock?: Clock | undefined;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  readonly region: string;
  scheduler(): Promise<SchedulerClient>;
  lambda(): Promise<LambdaClient>;
  /** Waits as long as a function may run, which other calls must not. */
  invocation(): Promise<LambdaClient>;
  sqs(): Promise<SQSClient>;
  dynamodb(): Promise<DynamoDBClient>;
  iam(): Promise<IAMClient>;
  sts(): Promise<STSClient>;
  ssm(): Promise<SSMClient>;
  logs(): Promise<CloudWatchLogsClient>;
  events(): Promise<EventBridgeClient>;
  /** Requests sent so far, repeated ones counted. */
  apiCalls(): number;
  close(): void;
}

const EMBEDDED: Credentials = { accessKeyId: "lamplighter", secretAccessKey: "lamplighter" };

const ANSWER_MS = 30_000;
/** A function may run for 900 seconds (Lambda guide, quotas). */
const LONGEST_RUN_MS = 915_000;
/** Sockets per service; idle ones are kept, so that a call costs one round trip. */
const SOCKETS = 96;

export function createClients(options: ClientOptions): Clients {
  const tally = { calls: 0 };
  const paces = options.embedded ? undefined : new Paces(options.clock ?? systemClock, options.region);
  const shared: { retries?: SchedulerClient["config"]["retryStrategy"] } = {};
  const made: { destroy(): void }[] = [];
  const where = options.endpoint ?? `AWS in ${options.region}`;
  const lazily = <C extends { destroy(): void }>(make: () => Promise<C>): (() => Promise<C>) => {
    let loading: Promise<C> | undefined;
    return () => {
      loading ??= make().then((ready) => {
        const client = ready as unknown as SchedulerClient;
        watch(client, tally, where, paces);
        // One budget for the retries of all services: where everything fails, a command does not wait for each in turn.
        shared.retries ??= client.config.retryStrategy;
        client.config.retryStrategy = shared.retries;
        made.push(ready);
        return ready;
      });
      return loading;
    };
  };
  const config = configOf(options, ANSWER_MS);
  return {
    region: options.region,
    scheduler: lazily(async () => new (await import("@aws-sdk/client-scheduler")).SchedulerClient(config)),
    lambda: lazily(async () => new (await import("@aws-sdk/client-lambda")).LambdaClient(config)),
    invocation: lazily(async () => {
      return new (await import("@aws-sdk/client-lambda")).LambdaClient(configOf(options, LONGEST_RUN_MS));
    }),
    sqs: lazily(async () => new (await import("@aws-sdk/client-sqs")).SQSClient(config)),
    dynamodb: lazily(async () => new (await import("@aws-sdk/client-dynamodb")).DynamoDBClient(config)),
    iam: lazily(async () => new (await import("@aws-sdk/client-iam")).IAMClient(config)),
    sts: lazily(async () => new (await import("@aws-sdk/client-sts")).STSClient(config)),
    ssm: lazily(async () => new (await import("@aws-sdk/client-ssm")).SSMClient(config)),
    logs: lazily(async () => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogsClient(config)),
    events: lazily(async () => new (await import("@aws-sdk/client-eventbridge")).EventBridgeClient(config)),
    apiCalls: () => tally.calls,
    close() {
      for (const client of made) client.destroy();
    },
  };
}

function configOf(options: ClientOptions, requestTimeout: number) {
  const credentials = options.embedded ? EMBEDDED : options.credentials;
  const agent = { keepAlive: true, maxSockets: SOCKETS };
  return {
    region: options.region,
    retryMode: "standard",
    maxAttempts: 5,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    ...(options.profile && !options.embedded ? { profile: options.profile } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

/** All clients' middleware stacks are alike; the type of one stands for them. Counting is inside the retries, translating outside. */
function watch(client: SchedulerClient, tally: { calls: number }, where: string, paces: Paces | undefined): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const service = context.clientName?.replace(/Client$/, "");
        throw errorOfCall(error, `${service}.${context.commandName?.replace(/Command$/, "")}`, where);
      }
    },
    { name: "lamplighterErrors", step: "initialize", priority: "high" },
  );
  client.middlewareStack.add(
    (next, context) => (args) => {
      const attempt = () => {
        tally.calls++;
        return next(args);
      };
      if (!paces) return attempt();
      const service = context.clientName?.replace(/Client$/, "") ?? "";
      return paces.send(service, context.commandName?.replace(/Command$/, "") ?? "", attempt);
    },
    { name: "lamplighterTally", step: "finalizeRequest", priority: "low" },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      noteServedAt(result);
      return result;
    },
    { name: "lamplighterServedAt", step: "deserialize", priority: "high" },
  );
}
