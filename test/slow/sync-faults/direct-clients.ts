// The SDK's clients, with their own retries, on an engine in the same process: what they would send is handed to it at once.
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import { type Clients, createClients } from "../../../src/aws/clients.ts";

export type Members = Readonly<Record<string, unknown>>;
/** One attempt at a request; throws what the SDK would make of the answer. */
export type Send = (service: string, operation: string, input: Members) => Promise<Members>;

const SERVICES: Readonly<Record<string, string>> = {
  SchedulerClient: "scheduler",
  LambdaClient: "lambda",
  SQSClient: "sqs",
  DynamoDBClient: "dynamodb",
  IAMClient: "iam",
  STSClient: "sts",
  CloudWatchLogsClient: "logs",
  EventBridgeClient: "events",
};
const DATES = ["CreationDate", "LastModificationDate", "StartDate", "EndDate"];

export function directClients(send: Send): Clients {
  const clients = createClients({ region: "us-east-1", endpoint: "http://127.0.0.1:9", embedded: true });
  const direct = <C>(make: () => Promise<C>): (() => Promise<C>) => {
    let made: Promise<C> | undefined;
    return () => {
      made ??= make().then((client) => {
        short(client as unknown as SchedulerClient, send);
        return client;
      });
      return made;
    };
  };
  return {
    ...clients,
    scheduler: direct(clients.scheduler),
    lambda: direct(clients.lambda),
    invocation: direct(clients.invocation),
    sqs: direct(clients.sqs),
    dynamodb: direct(clients.dynamodb),
    iam: direct(clients.iam),
    sts: direct(clients.sts),
    logs: direct(clients.logs),
    events: direct(clients.events),
  };
}

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly asked?: Members;
}

/** Inside the retries, and inside what the product adds there: the way to the service is cut short here. Nothing is signed. */
function short(client: SchedulerClient, send: Send): void {
  const provide = client.config.retryStrategy;
  const hasty = provide().then((strategy) => {
    const backoff = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
    return Object.assign(strategy, { retryBackoffStrategy: backoff });
  });
  client.config.retryStrategy = () => hasty;
  client.middlewareStack.add(
    (next, context) => (args) => {
      Object.assign(context, { asked: args.input });
      return next(args);
    },
    { name: "directInput", step: "initialize", priority: "low" },
  );
  client.middlewareStack.addRelativeTo(
    (_next: unknown, context: CallContext) => async () => {
      const service = SERVICES[context.clientName ?? ""] ?? "";
      const operation = context.commandName?.replace(/Command$/, "") ?? "";
      const asked = context.asked ?? {};
      const answer = await send(service, operation, inSeconds(asked) as Members);
      const output = { ...withDates(answer), $metadata: { httpStatusCode: 200, requestId: "direct" } };
      return { response: {}, output: output as never };
    },
    { name: "direct", relation: "after", toMiddleware: "lamplighterTally" },
  );
  client.middlewareStack.remove("httpSigningMiddleware");
}

/** The model's timestamps are epoch seconds. */
function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inSeconds);
  const kept = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept.map(([name, member]) => [name, inSeconds(member)]));
}

function withDates(answer: Members): Members {
  const dated = (members: Members): Members => {
    const dates = DATES.filter((name) => typeof members[name] === "number");
    return { ...members, ...Object.fromEntries(dates.map((name) => [name, new Date(Number(members[name]) * 1_000)])) };
  };
  const lists = ["Schedules", "ScheduleGroups"].filter((name) => Array.isArray(answer[name]));
  return {
    ...dated(answer),
    ...Object.fromEntries(lists.map((name) => [name, (answer[name] as Members[]).map(dated)])),
  };
}
