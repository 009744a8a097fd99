// A mixed load of changes, each noted before it is asked for and when it was acknowledged.
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, DeleteScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { type Clients, queueArn, ROLE } from "./clients.ts";
import type { Ask, Evidence, Kind } from "./evidence.ts";

/** Larger than what the store keeps in a row. */
const LARGE = 90_000;

export const bodyOf = (key: string, version: number) =>
  `${key} ${version} `.padEnd(version % 3 === 0 ? LARGE : 40, `${key}.${version}|`);

export interface LoadOptions {
  readonly clients: Clients;
  readonly evidence: Evidence;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** No key is used by two lives, nor by two workers of one. */
  readonly prefix: string;
  readonly stopped: () => boolean;
  /** Asynchronous invocations too. */
  readonly events?: boolean;
}

/** Goes on until the engine is gone. */
export async function load(options: LoadOptions, workers: number): Promise<void> {
  const work = async (worker: number) => {
    for (let step = 0; !options.stopped(); step++) {
      try {
        await change(options, `${options.prefix}-${worker}-${step}`);
      } catch {
        if (options.stopped()) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
}

const EVENTS_FROM = 0.97;

/** Up to which number each kind is chosen. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ["schedule", 0.2],
  ["fired", 0.4],
  ["undelivered", 0.5],
  ["item", 0.7],
  ["message", 0.85],
  ["object", EVENTS_FROM],
  ["event", 1],
];

async function change(options: LoadOptions, key: string): Promise<void> {
  const chosen = options.random() * (options.events === false ? EVENTS_FROM : 1);
  const [kind] = SHARES.find(([, upTo]) => chosen < upTo) ?? ["item"];
  // A thing is made, changed and taken away again, or left at any of these.
  const lives = kind === "schedule" || kind === "item" || kind === "object" ? Math.floor(options.random() * 4) + 1 : 1;
  for (let version = 1; version <= lives; version++) {
    const ask: Ask = { kind, key, version: version === 4 ? 0 : version };
    options.evidence.asked(ask);
    await send(options.clients, ask);
    options.evidence.told(ask);
  }
}

async function send(aws: Clients, { kind, key, version }: Ask): Promise<void> {
  switch (kind) {
    case "schedule":
      if (version === 0) await aws.scheduler.send(new DeleteScheduleCommand({ Name: key }));
      else await aws.scheduler.send(scheduleChange(key, version) as CreateScheduleCommand);
      return;
    case "fired":
      await aws.scheduler.send(new CreateScheduleCommand(firing(key, "fired")));
      return;
    case "undelivered":
      await aws.scheduler.send(new CreateScheduleCommand(firing(key, "nowhere")));
      return;
    case "item":
      if (version === 0)
        await aws.dynamodb.send(new DeleteItemCommand({ TableName: "crash", Key: { pk: { S: key } } }));
      else {
        const Item = { pk: { S: key }, version: { N: String(version) } };
        await aws.dynamodb.send(new PutItemCommand({ TableName: "crash", Item }));
      }
      return;
    case "message":
      await aws.sqs.send(new SendMessageCommand({ QueueUrl: aws.queueUrl("inbox"), MessageBody: key }));
      return;
    case "object":
      if (version === 0) await aws.s3.send(new DeleteObjectCommand({ Bucket: "crash", Key: key }));
      else await aws.s3.send(new PutObjectCommand({ Bucket: "crash", Key: key, Body: bodyOf(key, version) }));
      return;
    case "event":
      await aws.lambda.send(
        new InvokeCommand({ FunctionName: "effect", InvocationType: "Event", Payload: JSON.stringify({ id: key }) }),
      );
  }
}

function scheduleChange(key: string, version: number) {
  const input = { ...firing(key, "fired"), ScheduleExpression: "cron(0 0 1 1 ? *)", Description: String(version) };
  return version === 1 ? new CreateScheduleCommand(input) : new UpdateScheduleCommand(input);
}

/** Due within a second of its making, and not again for a day. */
const firing = (Name: string, queue: string) => ({
  Name,
  ScheduleExpression: "rate(1 day)",
  FlexibleTimeWindow: { Mode: "OFF" as const },
  Target: {
    Arn: queueArn(queue),
    RoleArn: ROLE,
    Input: Name,
    RetryPolicy: { MaximumRetryAttempts: 0 },
    DeadLetterConfig: { Arn: queueArn("letters") },
  },
});
